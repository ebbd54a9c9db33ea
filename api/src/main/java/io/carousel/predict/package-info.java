/** Trained models and what is done with them: predicting, streaming, looking inside. */
package io.carousel.predict;
