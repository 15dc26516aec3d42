// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong command lines exit with 2 and say what was wrong, before anything is touched. */
class UsageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | Missing required subcommand",
                "nonsense                                      | Unmatched argument",
                "disk                                          | Missing required subcommand",
                "disk info                                     | Missing required parameter: 'FILE'",
                "disk info a --format vdi                      | 'vdi' is none of raw, vhd, vhdx, qcow2, vmdk",
                "disk info a --format raw --insist-on-format raw | are mutually exclusive",
                "disk info a --store s                         | Unknown option",
                "disk convert a b                              | Missing required option: '--to",
                "disk convert a b --to vmdk                    | 'vmdk' is none of raw, vhd-fixed, vhd-dynamic, qcow2, qcow2-zstd",
                "list                                          | give --store DIR",
                "--store s list --store t                      | Two stores are given, s and t",
                "--store= list                                 | the name is empty",
                "--store s --subscription a list --subscription b | Two subscriptions are given, a and b",
                "--store s --rules classic create --rules current | Two sets of rules are given, classic and current",
                "--store s create --rules new                  | 'new' is none of classic, current",
                "--store s list g/d/1.0.0                      | 'g/d/1.0.0' is not GALLERY or GALLERY/DEFINITION",
                "--store s list g --definitions                | --definitions does not fit g",
                "--store s show /subscriptions/a               | '/subscriptions/a' is not GALLERY",
                "--store s show /galleries/g                   | '/galleries/g' is not GALLERY",
                "--store s verify --subscription a             | Unknown option",
                "--store s show g --allow-listed a             | Unknown option",
                "disk info a --as user:alice                   | Unknown option",
                "sizing --vms 1 --group ops                    | Unknown option",
                "--store s list --as alice                     | 'alice' is not [TENANT/]KIND:NAME, such as user:alice; a KIND is user, group, service-principal",
                "--store s list --as robot:alice               | 'robot:alice' is not [TENANT/]KIND:NAME",
                "--store s list --as user:                     | principal.id: asked for '', but it is empty",
                "--store s list --as -/user:alice              | it is not the name of a tenant",
                "--store s --as user:alice list --as user:bob  | Two principals are given, user:alice and user:bob",
                "--store s list --group ops                    | Nobody is said to be in the group ops (give --as too, or --group ops=PRINCIPAL)",
                "--store s list --group ops=alice              | 'alice' is not [TENANT/]KIND:NAME",
                "--store s share g --role Reader               | --with",
                "--store s share --with user:a --role Reader   | Missing where (give one of ID, --whole-subscription, --whole-tenant)",
                "--store s share g --whole-tenant --with user:a --role Reader | Several places are given",
                "--store s share g --with user:a --role Writer | 'Writer' is none of Owner, Contributor, Reader (give the --actions",
                "--store s share g --with user:a --role W --actions read,paint | 'paint' is none of read, write, delete, deploy, share",
                "--store s unshare g --with user:a             | --role",
                "--store s access                              | Missing where",
                "--store s access g --explain user:a           | --explain",
                "--store s access g --explain a read           | 'a' is not [TENANT/]KIND:NAME",
                "--store s access g --explain user:a paint     | 'paint' is none of read, write",
                "--store s access g --explain user:a read --explain user:b read | Two questions are given",
                "disk info a --rules classic                   | Unknown option",
                "--store s list --rules classic                | Unknown option",
                "disk info @image.raw --digst                  | Unknown option: '--digst'",
                "help nonsense                                 | There is no command 'nonsense'",
                "--store s create golden                       | Missing required option: '--location",
                "--store s create -a                           | there is no option -a",
                "--store s create --locations=x                | there is no option --locations",
                "--store s create golden/web --location x      | 'golden/web' is not the name of a gallery",
                "--store s define golden                       | GALLERY/DEFINITION",
                "--store s define g/d --os mac                 | 'mac' is none of linux, windows",
                "--store s define g/d --state new              | 'new' is none of generalized, specialized",
                "--store s define g/d --generation V3          | 'V3' is none of v1, v2",
                "--store s define g/d --identifier a:b         | 'a:b' is not PUBLISHER:OFFER:SKU",
                "--store s define g/d --end-of-life soon       | 'soon' is not an instant",
                "--store s define g/d --vcpus 2                | '2' is not MIN..MAX",
                "--store s define g/d --memory-mib many..8     | 'many..8' is not MIN..MAX",
                "--store s define g/d --plan a:b               | 'a:b' is not PUBLISHER:PRODUCT:NAME",
                "--store s define g/d --plan a::c              | 'a::c' is not PUBLISHER:PRODUCT:NAME",
                "--store s define g/d --release-notes notes    | 'notes' is not an absolute URI",
                "--store s define g/d --privacy-statement a:%  | 'a:%' is not an absolute URI",
                "--store s define g/d --feature a              | 'a' is not NAME=VALUE",
                "--store s define g/d --disallow Floppy        | No disk type 'Floppy'",
                "--store s define g/d --tag =a                 | '=a' is not NAME=VALUE",
                "--store s define g/d --identifier a:b:c --os linux --state generalized --feature a=1 --feature a=2 | --feature a=1 and --feature a=2",
                "--store s create g --location x --tag a=1 --tag a=2 | --tag a=1 and --tag a=2",
                "--store s publish g/d image                   | 'g/d' is not GALLERY/DEFINITION/VERSION",
                "--store s publish g/d/1.0.0                   | IMAGE",
                "--store s publish g/d/1.0.0 i --data-disk f   | 'f' is not LUN=FILE",
                "--store s publish g/d/1.0.0 i --replicate a=b | 'a=b' is not REGION, REGION=COUNT",
                "--store s publish g/d/1.0.0 i --replicate a=1:Fast | No storage type 'Fast'",
                "--store s publish g/d/1.0.0 i --replicate a:Standard_ZRS | 'a:Standard_ZRS' is not REGION, REGION=COUNT",
                "--store s publish g/d/1.0.0 i --data-disk 1=a --data-disk 1=b | --data-disk 1=a and --data-disk 1=b",
                "--store s publish g/d/1.0.0 i --source vm    | 'vm' is not KIND=NAME, such as vm=web-01; a KIND is disk, managed-image, snapshot, vm",
                "--store s publish g/d/1.0.0 i --source file=a | 'file=a' is not KIND=NAME",
                "--store s publish g/d/1.0.0 i --host-caching os=Fast | 'os=Fast' is not DISK=CACHING",
                "--store s publish g/d/1.0.0 i --host-caching a=None | 'a=None' is not DISK=CACHING",
                "--store s publish g/d/1.0.0 i --host-caching 1=None | --host-caching 1=None names no data disk",
                "--store s publish g/d/1.0.0 i --host-caching os=None --host-caching OS=ReadOnly | --host-caching os=None and --host-caching os=ReadOnly",
                "--store s publish g/d/1.0.0 i --data-disk 1=a --data-disk-source 1=vm=b | '1=vm=b' is not LUN=KIND=NAME",
                "--store s publish g/d/1.0.0 i --data-disk-source 1=disk=b | --data-disk-source 1=disk=b names no data disk",
                "--store s publish g/d/1.0.0 i --source vm=a --managed-image-from vhd | --managed-image-from does not fit",
                "--store s publish g/d/1.0.0 i --keep-regions --free-regions | --keep-regions and --free-regions contradict",
                "--store s copy g/d/1.0.0                      | TARGET",
                "--store s copy g/d/1.0.0 g/e                  | 'g/e' is not GALLERY/DEFINITION/VERSION",
                "--store s replicate-newest g                  | 'g' is not GALLERY/DEFINITION",
                "--store s replicate-newest g/d --keep all     | 'all' is not a whole number",
                "--store s publish g/d/1.0.0 i --replica-count many | 'many' is not a whole number",
                "--store s replicate g/d/1.0.0                 | REGION",
                "--store s withdraw g/d/1.0.0                  | REGION",
                "--store s show g//1.0.0                       | 'g//1.0.0' is not GALLERY",
                "--store s show a/b/c/d                        | 'a/b/c/d' is not GALLERY",
                "--store s latest g/d                          | --region",
                "--store s latest g/d --region a --as-of 2030-02-30 | '2030-02-30' is not an instant",
                "--store s history g                           | 'g' is not GALLERY/DEFINITION",
                "--store s history g/d --limit some            | 'some' is not a whole number",
                "--store s export g/d/1.0.0 out --to raw       | --region",
                "--store s estimate g/d/1.0.0                  | --prices",
                "--store s estimate g/d/1.0.0 --prices f --replicate eastus --withdraw EastUS | contradict each other in eastus",
                "--store s delete                              | ID",
                "--store s update g                            | Missing what to change of g, which is a gallery (use --description, --tag)",
                "--store s update g/d                          | Missing what to change of g/d, which is a definition",
                "--store s update g --end-of-life 2030-01-31T00:00:00Z | --end-of-life does not fit g, which is a gallery",
                "--store s update g --no-end-of-life           | --no-end-of-life does not fit g,",
                "--store s update g/d --exclude-from-latest    | --exclude-from-latest does not fit g/d, which is a definition",
                "--store s update g/d --include-in-latest=a    | --include-in-latest does not fit g/d,",
                "--store s update g/d/1.0.0 --vcpus 1..2       | --vcpus does not fit g/d/1.0.0, which is a version",
                "--store s update g/d/1.0.0 --memory-mib 1..2  | --memory-mib does not fit g/d/1.0.0,",
                "--store s update g/d/1.0.0 --description x    | --description does not fit g/d/1.0.0,",
                "--store s update g/d --no-end-of-life --end-of-life 2030-01-31T00:00:00Z | --end-of-life and --no-end-of-life contradict",
                "--store s update --exclude-from-latest g/d/1.0.0 --include-in-latest | --exclude-from-latest and --include-in-latest contradict",
                "--store s update g/d/1.0.0 --exclude-from-latest=EastUS --include-in-latest=eastus | --exclude-from-latest=eastus and --include-in-latest=eastus contradict",
                "--store s update g/d/1.0.0 --exclude-from-latest= | the name of the region is empty",
                "--store s update g/d/1.0.0 --exclude-from-latest eastus | Unmatched argument",
                "--store s update g/d --vcpus 1..2 --vcpus 1..3 | --vcpus",
                "--store s update g/d --block-deletion         | --block-deletion does not fit g/d,",
                "--store s update g --disallow Standard_LRS    | --disallow does not fit g,",
                "--store s update g/d --eula x                 | Unknown options: '--eula'",
                "--store s update g/d/1.0.0 --tag a=b          | --tag does not fit g/d/1.0.0,",
                "--store s update g/d --tag a=b --tag a=c      | --tag a=b and --tag a=c",
                "--store s update g/d/1.0.0 --block-deletion --allow-deletion | --block-deletion and --allow-deletion contradict",
                "--store s deploy g/d --region a --vms 1       | 'g/d' is not GALLERY/DEFINITION/VERSION",
                "--store s deploy g/d/latest --vms 1           | --region",
                "--store s deploy g/d/latest --region a        | Missing what is deployed (give --vms or --scale-set)",
                "--store s deploy g/d/1.0.0 --region a --vms 1 --os-disk Floppy | No disk type 'Floppy'",
                "--store s switch g/d/1.0.0                    | --from-os",
                "--store s switch g/d/1.0.0 --from-os linux --from-data-disk 0 | '0' is not LUN=SIZE, such as 0=32GiB",
                "--store s switch g/d/1.0.0 --from-os linux --from-data-disk 0=9999999TiB | '0=9999999TiB' is not LUN=SIZE of less than 2^63 bytes",
                "--store s switch g/d/1.0.0 --from-os linux --from-data-disk 0=1 --from-data-disk 0=2 | --from-data-disk 0=1 and --from-data-disk 0=2",
                "--store s usage g                             | Unmatched argument",
                "--store s usage --rules old                   | 'old' is none of classic, current",
                "--store s lifecycle g/d/1.0.0 --keep-newest 1 | 'g/d/1.0.0' is not GALLERY or GALLERY/DEFINITION",
                "--store s lifecycle g                         | Missing a rule (give --keep-newest, --delete-past-end-of-life, --remove-definitions or --older-at-home)",
                "--store s lifecycle g --keep-newest all       | 'all' is not a whole number",
                "--store s lifecycle g --remove-definitions=soon | 'soon' is not a whole number",
                "--store s lifecycle --delete-past-end-of-life g --apply --as-of 2030-01-01 | --apply and --as-of contradict",
                "--store s lifecycle g --older-at-home 1 --apply --prices f | --apply and --prices contradict",
                "--store s lifecycle g --keep-newest 1 --as-of then | 'then' is not an instant",
                "regions --store s                             | Unknown option",
                "sizing                                        | give --vms or --scale-set",
                "sizing --vms many                             | 'many' is not a whole number"
            })
    void misuseIsExplained(String line, String message) {
        Object[] args = line.isEmpty() ? new Object[0] : line.split(" +");

        Run.of(args).misused(message);
    }

    @Test
    void storeIsOnlyMadeByACreateThatIsAccepted(@TempDir Path folder) {
        Path store = folder.resolve("new/store");

        Run.of("--store", store, "list").refused(store.toString(), "There is no store");
        Run.of("--store", folder, "list").refused(folder.toString(), "There is no store");
        Run.of("--store", store, "create", "a-b", "--location", "mars").refused("a-b", "mars");

        assertThat(folder).isEmptyDirectory();
        Run.of("--store", store, "create", "golden", "--location", "westeurope").done();
        Run.of("--store", store, "list", "--store", store).done();
    }

    @Test
    void aStoreThatLostItsMarkIsNotCalledMissing(@TempDir Path folder) throws IOException {
        Run.of("--store", folder, "create", "golden", "--location", "westeurope")
                .done();
        Files.delete(folder.resolve("STORE"));

        Run.of("--store", folder, "list").refused("its file STORE is missing");
    }

    @Test
    void anAtSignIsPartOfAFilesName(@TempDir Path folder) throws IOException {
        Path image = Disks.raw(folder.resolve("@web.raw"), 1);

        Run.of("disk", "info", image).done();
        Run.of("disk", "info", "@web.raw").refused("@web.raw", "no such file");
    }

    @Test
    void jsonMayComeBeforeTheCommandAndAfterIt() {
        Run before = Run.of("--json", "sizing", "--vms", 120).done();
        Run after = Run.of("sizing", "--vms", 120, "--json").done();
        Run both = Run.of("--json", "sizing", "--vms", 120, "--json").done();

        assertThat(before.json()).isEqualTo(after.json()).isEqualTo(both.json());
        assertThat(before.json().get("replicas").intValue()).isEqualTo(6);
    }

    @Test
    void sizingTellsMinimumRecommendationAndAdvice() {
        assertThat(Run.of("sizing", "--vms", 20, "--scale-set", 600, "--scale-set", 1000)
                        .done()
                        .out())
                .containsPattern("minimum +4\n")
                .containsPattern("recommended +5\n")
                .containsPattern("advice +Keep");
        assertThat(Run.of("sizing", "--vms", 20, "--rules", "current", "--json")
                        .done()
                        .json()
                        .get("replicas")
                        .intValue())
                .isEqualTo(3);
        assertThat(Run.of("sizing", "--vms", 9999).done().out()).contains("waves");
        Run.of("sizing", "--vms", -1, "--scale-set", 2000).refused("2 reasons", "virtualMachines", "scaleSet");
    }
}
