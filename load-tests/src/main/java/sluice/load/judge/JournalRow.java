package sluice.load.judge;

import java.nio.ByteBuffer;

/**
 * One row of {@code event_journal}.
 *
 * @param entity its persistence id
 * @param manifest the entity's kind and the version of the payload's shape: {@code s1}
 */
public record JournalRow(String entity, long sequence, String writer, String manifest, ByteBuffer payload) {}
