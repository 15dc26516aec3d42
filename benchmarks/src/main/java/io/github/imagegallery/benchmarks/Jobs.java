// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jobs, as a user would do them from a shell. Each peer ends with a flush of what it wrote, as this library does before it
 * says that it is done: a file is flushed by itself, a folder with its file system.
 */
final class Jobs {
    private static final String BORG =
            "export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_BASE_DIR=$WORK/borg/home\n";
    private static final String BORG_CREATE = "borg create --chunker-params fixed,65536 --sparse -C zstd,1 ";
    private static final String RESTIC =
            "export RESTIC_PASSWORD=x RESTIC_REPOSITORY=$WORK/restic XDG_CACHE_HOME=$WORK/cache\n";
    private static final String NEW_RESTIC = "rm -rf $WORK/restic\nrestic init --repository-version 2 -q";
    private static final String QCOW2 = "qemu-img convert -O qcow2 -c -o compression_type=zstd ";
    private static final List<String> FORMATS =
            List.of("raw", "qcow2", "dynamic.vhd", "vhdx", "vmdk", "zlib.qcow2", "zstd.qcow2", "stream.vmdk");
    private static final String IN = " --region westeurope ";

    private final Path jar;
    private final List<Jdk> jdks;

    Jobs(Path jar, List<Jdk> jdks) {
        this.jar = jar;
        this.jdks = jdks;
    }

    List<Job> all() {
        return Stream.concat(galleries(), FORMATS.stream().map(this::conversion))
                .toList();
    }

    private Stream<Job> galleries() {
        return Stream.of(
                new Job("publish-v1", "publish v1", together(ours("", "", publish("1.0.0", "v1")), peersStoringV1())),
                new Job(
                        "publish-v2",
                        "publish v2 on v1",
                        together(ours("v1", "", publish("2.0.0", "v2")), peersStoringV2())),
                new Job(
                        "publish-v3",
                        "publish v3 on v2t, with five more replicas of each",
                        ours("v2t", replicas("1.0.0"), publish("3.0.0", "v3") + " --replicate westeurope=6")),
                new Job(
                        "replicate-v1",
                        "make five more replicas of v1",
                        together(ours("v1", "", replicas("1.0.0")), peersCopyingV1())),
                new Job("export-v1", "export v1 to raw", together(ours("v1", "", export()), peersRestoringV1())));
    }

    private Job conversion(String format) {
        String image = "v1." + format;
        String prepare = "rm -f $WORK/out.raw";
        List<Contestant> ours = jdks.stream()
                .map(jdk -> new Contestant(
                        named(jdk),
                        true,
                        prepare,
                        jdk.program(jar, "") + " disk convert $IMAGES/" + image + " $WORK/out.raw --to raw",
                        "out.raw"))
                .toList();
        Contestant qemu = peer(
                "qemu-img",
                prepare,
                "qemu-img convert -O raw $IMAGES/" + image + " $WORK/out.raw\nsync $WORK/out.raw",
                "out.raw");
        return new Job("convert-" + format, "convert " + image + " to raw", together(ours, List.of(qemu)));
    }

    private static String named(Jdk jdk) {
        return "gallery, JDK " + jdk.version();
    }

    /** Returns the jobs that show how memory and time grow, of this library alone. */
    List<Job> growth() {
        return Stream.of("v1", "eightfold")
                .flatMap(image -> Stream.of(
                        new Job("grow-publish-" + image, "publish " + image, lean("", publish("1.0.0", image))),
                        new Job("grow-export-" + image, "export " + image, lean(image, export()))))
                .toList();
    }

    private static List<Contestant> together(List<Contestant> ours, List<Contestant> peers) {
        List<Contestant> all = new ArrayList<>(ours);
        all.addAll(peers);
        return all;
    }

    private List<Contestant> ours(String base, String before, String command) {
        return jdks.stream().map(jdk -> ours(jdk, "", base, before, command)).toList();
    }

    private List<Contestant> lean(String base, String command) {
        String little = " -Xmx192m -XX:MaxDirectMemorySize=64m";
        return jdks.stream().map(jdk -> ours(jdk, little, base, "", command)).toList();
    }

    /**
     * This library does a job.
     *
     * @param base the image that is there already, as version 1.0.0; none if empty
     * @param before what else is done to the store beforehand
     * @param command the job
     */
    private Contestant ours(Jdk jdk, String options, String base, String before, String command) {
        String gallery = jdk.program(jar, options) + " --store $WORK/store ";
        String empty = "rm -rf $WORK/store $WORK/out.raw\n"
                + gallery + "create golden --location westeurope\n"
                + gallery + "define golden/web --identifier Contoso:Finance:Web --os linux --state generalized\n";
        String kept = "$WORK/with-" + base;
        String prepare = base.isEmpty()
                ? empty
                : "rm -rf $WORK/store $WORK/out.raw\n[ -d " + kept + " ] || { " + empty + gallery
                        + publish("1.0.0", base) + "\nmv $WORK/store " + kept + "; }\n"
                        + "cp -a " + kept + " $WORK/store\n" + (before.isEmpty() ? "" : gallery + before);
        return new Contestant(named(jdk), true, prepare, gallery + command, "store/sites");
    }

    private static String publish(String version, String image) {
        return "publish golden/web/" + version + " $IMAGES/" + image + ".raw";
    }

    private static String replicas(String version) {
        return "replicate golden/web/" + version + " westeurope=6";
    }

    private static String export() {
        return "export golden/web/1.0.0" + IN + "--to raw $WORK/out.raw";
    }

    private static List<Contestant> peersStoringV1() {
        return List.of(
                peer(
                        "qemu-img, qcow2 zstd",
                        "rm -f $WORK/out.qcow2",
                        QCOW2 + "$IMAGES/v1.raw $WORK/out.qcow2\nsync $WORK/out.qcow2",
                        "out.qcow2"),
                peer(
                        "borg",
                        BORG + "rm -rf $WORK/borg\nmkdir $WORK/borg\nborg init -e none $WORK/borg/repo",
                        BORG + BORG_CREATE + "$WORK/borg/repo::v1 $IMAGES/v1.raw\nsync -f $WORK/borg",
                        "borg/repo"),
                peer(
                        "restic",
                        RESTIC + NEW_RESTIC,
                        RESTIC + "restic backup -q $IMAGES/v1.raw\nsync -f $WORK/restic",
                        "restic"),
                peer(
                        "casync",
                        "rm -rf $WORK/casync; mkdir $WORK/casync",
                        "casync make --store=$WORK/casync/store $WORK/casync/v1.caibx $IMAGES/v1.raw >/dev/null\n"
                                + "sync -f $WORK/casync",
                        "casync"));
    }

    private static List<Contestant> peersStoringV2() {
        return List.of(
                peer(
                        "borg",
                        BORG
                                + bring(
                                        "borg",
                                        "mkdir $WORK/borg; borg init -e none $WORK/borg/repo; " + BORG_CREATE
                                                + "$WORK/borg/repo::v1 $IMAGES/v1.raw"),
                        BORG + BORG_CREATE + "$WORK/borg/repo::v2 $IMAGES/v2.raw\nsync -f $WORK/borg",
                        "borg/repo"),
                peer(
                        "restic",
                        RESTIC + bring("restic", NEW_RESTIC + "; restic backup -q $IMAGES/v1.raw"),
                        RESTIC + "restic backup -q $IMAGES/v2.raw\nsync -f $WORK/restic",
                        "restic"),
                peer(
                        "casync",
                        bring("casync", CASYNC_V1),
                        "casync make --store=$WORK/casync/store $WORK/casync/v2.caibx $IMAGES/v2.raw >/dev/null\n"
                                + "sync -f $WORK/casync",
                        "casync"));
    }

    private static final String CASYNC_V1 = "mkdir $WORK/casync; "
            + "casync make --store=$WORK/casync/store $WORK/casync/v1.caibx $IMAGES/v1.raw >/dev/null";

    private static List<Contestant> peersCopyingV1() {
        return List.of(peer(
                "cp --sparse=always, five times",
                "rm -rf $WORK/copies; mkdir $WORK/copies",
                "for i in 1 2 3 4 5; do cp --sparse=always $IMAGES/v1.raw $WORK/copies/$i.raw; done\n"
                        + "sync $WORK/copies/*.raw",
                "copies"));
    }

    private static List<Contestant> peersRestoringV1() {
        String fresh = "rm -rf $WORK/out.raw $WORK/out\n";
        return List.of(
                peer(
                        "qemu-img, from qcow2 zstd",
                        fresh + "[ -f $WORK/v1.qcow2 ] || " + QCOW2 + "$IMAGES/v1.raw $WORK/v1.qcow2",
                        "qemu-img convert -O raw $WORK/v1.qcow2 $WORK/out.raw\nsync $WORK/out.raw",
                        "out.raw"),
                peer(
                        "borg",
                        fresh + BORG
                                + bring(
                                        "borg",
                                        "mkdir $WORK/borg; borg init -e none $WORK/borg/repo; " + BORG_CREATE
                                                + "$WORK/borg/repo::v1 $IMAGES/v1.raw")
                                + "\nmkdir $WORK/out",
                        BORG + "cd $WORK/out; borg extract --sparse $WORK/borg/repo::v1; sync -f .",
                        "out"),
                peer(
                        "restic",
                        fresh + RESTIC + bring("restic", NEW_RESTIC + "; restic backup -q $IMAGES/v1.raw"),
                        RESTIC
                                + "restic dump -q latest $(readlink -f $IMAGES/v1.raw) | cp --sparse=always /dev/stdin $WORK/out.raw\n"
                                + "sync $WORK/out.raw",
                        "out.raw"),
                peer(
                        "casync",
                        fresh + bring("casync", CASYNC_V1),
                        "casync extract --store=$WORK/casync/store $WORK/casync/v1.caibx $WORK/out.raw >/dev/null\n"
                                + "sync $WORK/out.raw",
                        "out.raw"));
    }

    /** Brings a folder that has v1 alone into place; makes it if there is none yet. */
    private static String bring(String folder, String make) {
        String kept = "$WORK/" + folder + "-v1";
        return "rm -rf $WORK/" + folder + "\n[ -d " + kept + " ] || { " + make.replace("\n", "; ") + "; mv $WORK/"
                + folder + " " + kept + "; }\ncp -a " + kept + " $WORK/" + folder;
    }

    private static Contestant peer(String name, String prepare, String work, String result) {
        return new Contestant(name, false, prepare, work, result);
    }
}
