/** Update rules and learning-rate schedules as data; the backends apply them. */
package io.carousel.optim;
