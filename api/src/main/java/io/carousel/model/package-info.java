/**
 * What a network is, never how it is computed: immutable specs, validated when built, and the
 * canonical layout of its parameters.
 */
package io.carousel.model;
