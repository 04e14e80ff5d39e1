#pragma once
// Long studies of a case's labels, what is asked of them and what they found: how often windows hit each class, and
// what many draws do to the labels. It refuses to know threads and panels.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/objects/crop_odds.h"
#include "ops/objects/label_safety.h"
#include "viewer/session_state.h"

namespace auglens {

/// What is wanted: a state, and whose panel is open.
struct StudyRequest {
  SessionState state;
  bool odds = false, safety = false;
  int draws = 64;             ///< how many safety judges
  std::int64_t at_least = 1;  ///< voxels of a class that make a window a hit
};

/// All that odds depend on: the crop, which draw of the chain moves the labels, and the steps that they depend on.
struct OddsSubject {
  std::uint64_t case_id = 0, seed = 0, draw = 0;
  int frame = 0;
  std::int64_t at_least = 1;
  Preset preset;  ///< no more than labels can tell

  friend bool operator==(const OddsSubject&, const OddsSubject&) = default;
};

/// All that label safety depends on: neither crop nor limits, nor steps that leave labels alone.
struct SafetySubject {
  std::uint64_t case_id = 0, seed = 0;
  Preset preset;  ///< no more than labels can tell

  friend bool operator==(const SafetySubject&, const SafetySubject&) = default;
};

/// Why the study makes no sense, in one line for its panel; empty where it does.
std::string why_no_odds(const SessionState& state);
std::string why_no_safety(const SessionState& state);

/// Precondition: the line above is empty.
OddsSubject odds_subject(const SessionState& state, std::int64_t at_least);
SafetySubject safety_subject(const SessionState& state);

struct OddsStudy {
  OddsSubject subject;
  std::vector<SamplerOdds> samplers;
};

/// Grows draw by draw: samples 0, 1, ... of the chain.
struct SafetyStudy {
  SafetySubject subject;
  std::vector<DrawSafety> draws;    ///< at most `wanted`
  std::size_t wanted = 0;           ///< how many there will be
  std::vector<WorstDraw> worst;     ///< of `draws`
  std::optional<DrawSafety> shown;  ///< of the shown sample, as soon as it is known

  bool complete() const { return draws.size() >= wanted; }
};

/// What is known by now; parts are immutable. A part stays until another one replaces it: its subject tells of what it
/// is.
struct Studies {
  std::shared_ptr<const OddsStudy> odds;
  std::shared_ptr<const SafetyStudy> safety;
  std::optional<Error> odds_error, safety_error;  ///< why what is wanted now is not to be had
};

/// The four samplers on the labels that the subject's draw gives. Throws what TrainingWindows and compare_samplers
/// throw.
OddsStudy study_odds(const OddsSubject& subject, const Case& c, FactsCache& facts, const Job& job);

/// Sample `sample` of the subject's chain. Throws what make_draw and LabelSafety::judge throw.
DrawSafety judge_sample(const SafetySubject& subject, const LabelSafety& labels, const Case& c, std::uint64_t sample,
                        FactsCache& facts, const Job& job);

}  // namespace auglens
