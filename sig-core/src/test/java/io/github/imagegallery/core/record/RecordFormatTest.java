// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.core.record.VersionRecord.Lifecycle;
import io.github.imagegallery.core.record.VersionRecord.Origin;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StoredRecord;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The text of records is frozen: what one release wrote, every later one reads. */
class RecordFormatTest {
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private static final String ROOT = "ab".repeat(32);

    @Test
    void galleries() {
        requireText(
                new GalleryRecord("default", "golden", "westeurope", Optional.of("Golden\nimages"), Map.of("team", "")),
                "{'resourceGroup':'default','name':'golden','location':'westeurope','description':'Golden\\nimages',"
                        + "'tags':{'team':''}}");
        requireText(
                new GalleryRecord("default", "golden", "westeurope", Optional.empty(), Map.of()),
                "{'resourceGroup':'default','name':'golden','location':'westeurope','tags':{}}");
    }

    @Test
    void definitions() {
        requireText(
                new DefinitionRecord(
                        "web",
                        "westeurope",
                        new ImageIdentifier("Contoso", "Finance", "Front-end"),
                        OsType.LINUX,
                        OsState.GENERALIZED,
                        HyperVGeneration.V2,
                        Architecture.ARM64,
                        Optional.of("Front end"),
                        Optional.of(DATE),
                        Optional.of(new IntRange(2, 16)),
                        Optional.of(new IntRange(4_096, 65_536)),
                        Set.of(DiskType.STANDARD_LRS),
                        Optional.of(URI.create("https://example.org/notes")),
                        Optional.of(URI.create("https://example.org/privacy")),
                        Optional.of("as is"),
                        Optional.of(new PurchasePlan("monthly", "Contoso", "web")),
                        Map.of("SecurityType", "TrustedLaunch"),
                        Map.of("team", "web")),
                "{'name':'web','location':'westeurope',"
                        + "'identifier':{'publisher':'Contoso','offer':'Finance','sku':'Front-end'},"
                        + "'osType':'Linux','osState':'Generalized','hyperVGeneration':'V2','architecture':'Arm64',"
                        + "'description':'Front end','endOfLifeDate':'2026-01-02T03:04:05.000000006Z',"
                        + "'recommendedVcpus':{'min':2,'max':16},'recommendedMemoryMiB':{'min':4096,'max':65536},"
                        + "'disallowedDiskTypes':['Standard_LRS'],'releaseNoteUri':'https://example.org/notes',"
                        + "'privacyStatementUri':'https://example.org/privacy','eula':'as is',"
                        + "'purchasePlan':{'name':'monthly','publisher':'Contoso','product':'web'},"
                        + "'features':{'SecurityType':'TrustedLaunch'},'tags':{'team':'web'}}");
    }

    @Test
    void whatAnEarlierLibraryDidNotKnowIsReadAsEmpty() {
        String text = "{\"resourceGroup\":\"default\",\"name\":\"golden\",\"location\":\"westeurope\"}";
        assertThat(Codec.read(stored(text), GalleryRecord.class))
                .isEqualTo(new GalleryRecord("default", "golden", "westeurope", Optional.empty(), Map.of()));
    }

    @Test
    void versions() {
        requireText(
                new VersionRecord(
                        "1.0.0",
                        "westeurope",
                        new Origin(
                                "one",
                                "two",
                                List.of(new Disk(Optional.of(3), 512, 0, ROOT, Optional.empty())),
                                Optional.of("three")),
                        1,
                        Optional.of(ReplicationMode.SHALLOW),
                        new Lifecycle(
                                Optional.of(DATE),
                                true,
                                false,
                                Optional.of(DATE),
                                Optional.of(new SafetyProfile(false, true))),
                        List.of("japaneast", "westeurope"),
                        List.of(
                                new Disk(Optional.empty(), 1L << 40, 4_096, ROOT, Optional.empty()),
                                new Disk(Optional.of(3), 512, 0, ROOT, Optional.of(HostCaching.READ_ONLY)))),
                "{'number':'1.0.0','location':'westeurope','origin':{'publication':'one','request':'two','pins':["
                        + "{'lun':3,'virtualSizeBytes':512,'billedBytes':0,'root':'" + ROOT
                        + "'}],'source':'three'},'replicaCount':1,"
                        + "'replicationMode':'Shallow',"
                        + "'lifecycle':{'publishedDate':'2026-01-02T03:04:05.000000006Z','everComplete':true,"
                        + "'excludeFromLatest':false,'endOfLifeDate':'2026-01-02T03:04:05.000000006Z',"
                        + "'safetyProfile':{'allowDeletionOfReplicatedLocations':false,'blockDeletionBeforeEndOfLife':true}},"
                        + "'regions':['japaneast','westeurope'],'disks':["
                        + "{'virtualSizeBytes':1099511627776,'billedBytes':4096,'root':'" + ROOT + "'},"
                        + "{'lun':3,'virtualSizeBytes':512,'billedBytes':0,'root':'" + ROOT + "',"
                        + "'hostCaching':'ReadOnly'}]}");
    }

    @Test
    void aVersionOfAnEarlierLibraryIsFullAndUnprotected() {
        String text =
                "{'number':'1.0.0','location':'westeurope','origin':{'publication':'one','request':'two','pins':[]},"
                        + "'replicaCount':1,'lifecycle':{'everComplete':true,'excludeFromLatest':false},"
                        + "'regions':['westeurope'],'disks':[]}";
        VersionRecord version = Codec.read(stored(text.replace('\'', '"')), VersionRecord.class);
        assertThat(version.mode()).isEqualTo(ReplicationMode.FULL);
        assertThat(version.lifecycle().protection()).isEqualTo(SafetyProfile.permissive());
    }

    @Test
    void regions() {
        requireText(
                new RegionRecord(
                        "japaneast",
                        3,
                        StorageType.STANDARD_ZRS,
                        3,
                        Optional.of(true),
                        ReplicationState.FAILED,
                        1,
                        Optional.of("no room")),
                "{'region':'japaneast','replicaCount':3,'storageType':'Standard_ZRS','zones':3,'excludeFromLatest':true,"
                        + "'state':'Failed','availableReplicas':1,'details':'no room'}");
    }

    @Test
    void progress() {
        requireText(new ProgressRecord(42), "{'progressPercent':42}");
    }

    @Test
    void history() {
        requireText(
                new EventRecord(
                        DATE,
                        "1.0.0",
                        VersionEvent.Kind.CHANGED,
                        Optional.of(new VersionRecord(
                                "1.0.0",
                                "westeurope",
                                new Origin("one", "two", List.of(), Optional.empty()),
                                1,
                                Optional.empty(),
                                new Lifecycle(Optional.empty(), false, true, Optional.empty(), Optional.empty()),
                                List.of("westeurope"),
                                List.of())),
                        List.of(new RegionRecord(
                                "westeurope",
                                1,
                                StorageType.STANDARD_LRS,
                                0,
                                Optional.empty(),
                                ReplicationState.COMPLETED,
                                1,
                                Optional.empty())),
                        List.of("japaneast"),
                        List.of("withdrawn from japaneast")),
                "{'at':'2026-01-02T03:04:05.000000006Z','number':'1.0.0','kind':'CHANGED','version':{'number':'1.0.0',"
                        + "'location':'westeurope','origin':{'publication':'one','request':'two','pins':[]},"
                        + "'replicaCount':1,'lifecycle':{'everComplete':false,'excludeFromLatest':true},"
                        + "'regions':['westeurope'],'disks':[]},'regions':[{'region':'westeurope','replicaCount':1,"
                        + "'storageType':'Standard_LRS','zones':0,'state':'Completed','availableReplicas':1}],"
                        + "'withdrawn':['japaneast'],'changes':['withdrawn from japaneast']}");
    }

    @Test
    void assignments() {
        requireText(
                new AccessRecord(List.of(new AccessRecord.Grant(
                        Principal.servicePrincipal("app").inTenant("vendor"),
                        "Reader",
                        Role.reader().actions()))),
                "{'grants':[{'principal':{'kind':'servicePrincipal','id':'app','tenant':'vendor'},'role':'Reader',"
                        + "'actions':['read','deploy']}]}");
    }

    private static void requireText(Object value, String singleQuoted) {
        String text = singleQuoted.replace('\'', '"');
        assertThat(Codec.write(value)).isEqualTo(text);
        assertThat(Codec.read(stored(text), value.getClass())).isEqualTo(value);
    }

    @Test
    void whatThisLibraryDoesNotKnowIsRefusedRatherThanLost() {
        for (String text : new String[] {
            "",
            "{",
            "[]",
            "{}",
            "{\"name\":\"golden\",\"location\":\"westeurope\"}",
            "{\"resourceGroup\":\"default\",\"name\":\"golden\",\"location\":\"westeurope\",\"moons\":2}",
        }) {
            assertThatThrownBy(() -> Codec.read(stored(text), GalleryRecord.class))
                    .isInstanceOf(CorruptStorageException.class)
                    .hasMessageContaining("g/golden")
                    .hasMessageContaining("newer");
        }
    }

    private static StoredRecord stored(String text) {
        return new StoredRecord(new RecordKey("g/golden"), text, 1);
    }
}
