package sluice.journal;

import sluice.journal.JournalDatabase.FirstEvent;

/** A reference in force, what was asked under it, and the birth of the order that it names. */
public record NamedBirth(String reference, String fingerprint, FirstEvent birth) {}
