// Undo and redo: earlier states come back, a drag is one entry, and a run of edits of one key is one entry.

#include "viewer/history.h"

#include <doctest/doctest.h>

using namespace auglens;

namespace {

Moment moment(std::uint64_t sample) {
  Moment m;
  m.recipe.sample = sample;
  return m;
}

/// A session of one number: every change records what was before.
struct Counter {
  History history;
  std::uint64_t now = 0;

  void set(std::uint64_t value, const std::string& merge = "") {
    history.record({moment(now), "sample " + std::to_string(value), merge});
    now = value;
  }
  void undo() { now = history.undo(moment(now)).recipe.sample; }
  void redo() { now = history.redo(moment(now)).recipe.sample; }
};

}  // namespace

TEST_CASE("undo goes back through every state and redo forward again") {
  Counter c;
  CHECK(!c.history.can_undo());
  for (std::uint64_t k = 1; k <= 4; ++k) c.set(k);
  CHECK(c.history.undo_line() == "sample 4");
  for (std::uint64_t k = 4; k > 0; --k) {
    CHECK(c.now == k);
    c.undo();
  }
  CHECK(c.now == 0);
  CHECK(!c.history.can_undo());
  CHECK(c.history.redo_line() == "sample 1");
  for (std::uint64_t k = 1; k <= 4; ++k) {
    c.redo();
    CHECK(c.now == k);
  }
  CHECK(!c.history.can_redo());
}

TEST_CASE("a change after undo forgets what was undone") {
  Counter c;
  c.set(1), c.set(2);
  c.undo();
  c.set(9);
  CHECK(!c.history.can_redo());
  c.undo();
  CHECK(c.now == 1);
}

TEST_CASE("a drag is one entry, two drags are two, and a drag without change is none") {
  Counter c;
  c.set(1);
  for (const std::uint64_t base : {10U, 20U}) {
    c.history.begin_drag();
    for (std::uint64_t k = 0; k < 5; ++k) c.set(base + k);
    c.history.end_drag();
  }
  c.history.begin_drag();
  c.history.end_drag();
  CHECK(c.history.entries() == 3);
  c.undo();
  CHECK(c.now == 14);
  c.undo();
  CHECK(c.now == 1);
  c.redo();
  CHECK(c.now == 14);
}

TEST_CASE("edits of one key in a row join; another key, a drag or an undo ends the run") {
  Counter c;
  for (std::uint64_t k = 1; k <= 5; ++k) c.set(k, "view.at");
  CHECK(c.history.entries() == 1);
  c.set(6, "view.window");
  c.set(7, "view.at");
  CHECK(c.history.entries() == 3);
  c.history.begin_drag();
  c.set(8, "view.at");
  c.history.end_drag();
  c.set(9, "view.at");
  CHECK(c.history.entries() == 5);
  c.undo();
  c.set(10, "view.at");
  CHECK(c.history.entries() == 5);
  c.undo();
  CHECK(c.now == 8);
}

TEST_CASE("a long session stays small") {
  Counter c;
  for (std::uint64_t k = 1; k <= History::most_entries + 50; ++k) c.set(k);
  CHECK(c.history.entries() == History::most_entries);
  c.undo();
  CHECK(c.now == History::most_entries + 49);
}
