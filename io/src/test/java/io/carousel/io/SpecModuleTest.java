package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carousel.model.NetworkSpec;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingState;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A mapper of its own, beside the one that {@link Json} makes once. */
class SpecModuleTest {
  private final JsonMapper mapper =
      JsonMapper.builder(Json.FACTORY)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SpecModule())
          .build();

  private void assertComesBack(Class<?> type, Object value) throws IOException {
    String json = mapper.writerFor(type).writeValueAsString(value);
    assertThat(json).isEqualTo(Json.write(type, value));
    assertThat(mapper.<Object>readValue(json, mapper.constructType(type))).isEqualTo(value);
  }

  @Test
  void whatOneMapperWritesAnotherReads() throws IOException {
    assertComesBack(NetworkSpec.class, Examples.large());
    assertComesBack(NetworkSpec.class, Examples.onTokens(5));
    assertComesBack(Recipe.class, new Recipe.None());
    assertComesBack(Recipe.class, Examples.forecast());
    assertComesBack(Recipe.class, Examples.classification());
    assertComesBack(Recipe.class, Examples.language());
    assertComesBack(TrainingState.class, Examples.state());
  }

  @Test
  void fieldsOfLaterVersionsAreFilledIn() throws IOException {
    EpochResult result = Examples.state().history().get(0);
    String json = mapper.writeValueAsString(result);
    String before = json.replace(",\"skippedUpdates\":" + result.skippedUpdates(), "");
    assertThat(before).isNotEqualTo(json);
    assertThat(mapper.readValue(before, EpochResult.class)).isEqualTo(result);
  }
}
