package io.carousel.bindings;

/**
 * Why native libraries cannot be used.
 *
 * @param reason the constraint, then name=value
 * @param remedy what to add or change
 */
record Problem(String reason, String remedy) {
  String message() {
    return reason + "; " + remedy;
  }
}
