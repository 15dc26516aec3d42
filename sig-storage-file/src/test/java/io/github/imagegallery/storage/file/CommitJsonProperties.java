// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What {@link CommitJson} writes it reads back, and {@link Frame} carries. */
class CommitJsonProperties {

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("commits") LoggedCommit commit) {
        byte[] json = CommitJson.write(commit);

        assertThat(CommitJson.read(json)).isEqualTo(commit);
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContainPattern("[\\x00-\\x1f]");
    }

    @Property(tries = 100)
    void nothingLessIsRead(@ForAll("commits") LoggedCommit commit) {
        byte[] json = CommitJson.write(commit);
        for (int length = 0; length < json.length; length++) {
            byte[] part = Arrays.copyOf(json, length);
            assertThatIllegalArgumentException().isThrownBy(() -> CommitJson.read(part));
        }
    }

    @Property(tries = 100)
    void aFrameCarriesIt(@ForAll("commits") LoggedCommit commit, @ForAll long anyPosition) {
        long position = anyPosition & Long.MAX_VALUE;
        Frame frame = new Frame(position, CommitJson.write(commit));
        byte[] line = frame.bytes();

        assertThat(line).hasSize(frame.size());
        assertThat(Frame.parse(line, 0, position).json()).isEqualTo(frame.json());
        assertThat(Frame.parse(line, 0, position ^ 1)).isNull();
        assertThat(Frame.parse(Arrays.copyOf(line, line.length - 1), 0, position))
                .isNull();
    }

    @Example
    void theFormIsTheDocumentedOne() {
        LoggedCommit commit = new LoggedCommit(
                new PartitionId("default"),
                7,
                new UUID(1, 2),
                1_795_419_000_000L,
                4_096,
                Map.of(new RecordKey("a"), "{\"b\":\n1}"),
                List.of(new RecordKey("c"), new RecordKey("d")),
                Map.of(new RecordKey("e"), -3L));
        String json = "{\"partition\":\"default\",\"revision\":7,\"commit\":\"00000000-0000-0001-0000-000000000002\","
                + "\"time\":1795419000000,\"durable\":4096,\"put\":{\"a\":\"{\\\"b\\\":\\n1}\"},"
                + "\"delete\":[\"c\",\"d\"],\"counter\":{\"e\":-3}}";

        String line = new String(new Frame(4_096, CommitJson.write(commit)).bytes(), StandardCharsets.UTF_8);

        assertThat(line)
                .matches("00000000000000004096 0000000\\d{3} [0-9a-f]{8} .*\n")
                .endsWith(" " + json + "\n");
    }

    @Provide
    Arbitrary<LoggedCommit> commits() {
        Arbitrary<RecordKey> keys = Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(RecordKey::new);
        Arbitrary<String> bodies = Arbitraries.strings()
                .ofMaxLength(20)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(1),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.maps(keys, bodies).ofMaxSize(4),
                        keys.list().ofMaxSize(4),
                        Arbitraries.maps(keys, Arbitraries.longs()).ofMaxSize(4))
                .as((revision, time, puts, deletes, counters) -> new LoggedCommit(
                        new PartitionId("p"), revision, new UUID(revision, time), time, time, puts, deletes, counters));
    }
}
