#include "viewer/caption.h"

#include <doctest/doctest.h>

#include "io/preset_json.h"
#include "viewer/session.h"

using namespace auglens;

TEST_CASE("a picture's words tell preset, seed and sample, with steps and without") {
  Session session;
  for (const bool with_steps : {false, true}) {
    if (with_steps) session.apply("step add rotate");
    session.apply("seed 5");
    session.apply("sample 3");
    CHECK(session.state().recipe.preset->steps.empty() != with_steps);
    const std::string hash = preset_hash_text(*session.state().recipe.preset);
    CHECK(caption_of(session.state()).ends_with(hash + " | seed 5 | sample 3"));
    const std::vector<std::pair<std::string, std::string>> text{
        {"Software", "auglens"}, {"Preset", hash}, {"Seed", "5"}, {"Sample", "3"}};
    CHECK(picture_text(session.state()) == text);
  }
}
