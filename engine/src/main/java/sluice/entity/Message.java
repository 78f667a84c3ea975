package sluice.entity;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Anything that nodes of a cluster send to each other. Its name on the wire stands in {@code sluice.journal.WireModule}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@")
public interface Message {}
