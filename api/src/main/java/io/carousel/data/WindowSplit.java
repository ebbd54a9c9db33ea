package io.carousel.data;

/** Windows cut by time into three parts, all scaled by the statistics of the first. */
public record WindowSplit(WindowSet training, WindowSet validation, WindowSet test) {}
