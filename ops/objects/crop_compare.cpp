#include <algorithm>
#include <optional>

#include "ops/objects/crop_law_odds.h"

namespace auglens {
namespace {

/// Tells the job how many of so many parts of about the same size are done, and asks whether to go on.
class Parts {
 public:
  Parts(const Job& job, std::size_t parts) : job_(job), parts_(static_cast<double>(parts)) {}
  void done() {
    job_.check();
    job_.report(++done_ / parts_);
  }

 private:
  const Job& job_;
  double parts_, done_ = 0;
};

/// One sampler's laws, by their place in the list of all different laws.
struct Turns {
  std::vector<std::size_t> law;
  std::vector<std::int64_t> windows;

  double average(const std::vector<double>& of_law) const {
    if (law.size() == 1) return of_law[law[0]];
    double sum = 0;
    std::int64_t all = 0;
    for (std::size_t i = 0; i < law.size(); ++i)
      sum += static_cast<double>(windows[i]) * of_law[law[i]], all += windows[i];
    return sum / static_cast<double>(all);
  }
};

class Comparison {
 public:
  Comparison(const Crop& crop, const LabelMap& labels, const Components& components, const Job& job)
      : labels_(labels),
        components_(components),
        job_(job),
        quiet_{job.device, job.stop},
        index_(labels, nullptr, quiet_),
        background_(blob_options(rule_of(crop)).background) {
    for (const SamplerKind kind :
         {SamplerKind::object_box, SamplerKind::crop_by_label, SamplerKind::forced_foreground, SamplerKind::random})
      add_sampler(crop, kind);
  }

  std::vector<SamplerOdds> run(std::int64_t at_least) {
    const bool followed = components_.blobs.size() <= most_seen_blobs;
    const std::size_t blobs = followed ? components_.blobs.size() : 0;
    for (SamplerOdds& odds : odds_) odds.blobs.followed = followed;
    Parts parts(job_, 2 * laws_.size() + index_.classes().size() + (blobs == 0 ? 0 : blobs + odds_.size()));
    std::vector<ShareSums> rows;
    for (const StartLaw& law : laws_) rows.emplace_back(start_shares(law, quiet_), quiet_), parts.done();
    const auto rates = hit_rates(rows, at_least, parts);
    if (blobs != 0) follow_blobs(rows, parts);
    std::vector<std::vector<double>> means;
    for (const ShareSums& law : rows) {
      means.push_back(mean_shares(law, labels_, index_, background_, quiet_));
      parts.done();
    }
    for (std::size_t s = 0; s < odds_.size(); ++s)
      for (std::size_t c = 0; c < index_.classes().size() && odds_[s].refused.empty(); ++c) {
        const std::int32_t value = index_.classes()[c].value;
        if (value == background_) continue;
        std::vector<double> mean;
        for (const std::vector<double>& of_law : means) mean.push_back(of_law[c]);
        odds_[s].classes.push_back({value, turns_[s].average(rates[c]), turns_[s].average(mean)});
      }
    return std::move(odds_);
  }

 private:
  void add_sampler(const Crop& crop, SamplerKind kind) {
    odds_.push_back({kind, {}, {}, {}});
    turns_.emplace_back();
    Crop one{crop.size, kind, crop.before, crop.pad, {}};
    if (kind == crop.sampler) one.parameters = crop.parameters;
    const SamplerRule rule = rule_of(one);
    const bool same_blobs = kind != SamplerKind::object_box || blob_options(rule).background == background_;
    std::optional<Components> others;
    if (!same_blobs) others = components_of(labels_, blob_options(rule), quiet_);
    const CropScene scene{labels_.grid.size, &index_, same_blobs ? &components_.blobs : &others->blobs, nullptr};
    try {
      for (LawTurn& turn : make_sampler(crop.size, rule, scene)->turns()) {
        const auto known = std::find(laws_.begin(), laws_.end(), turn.law);
        turns_.back().law.push_back(static_cast<std::size_t>(known - laws_.begin()));
        turns_.back().windows.push_back(turn.windows);
        if (known == laws_.end()) laws_.push_back(std::move(turn.law));
      }
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::bad_input) throw;
      odds_.back().refused = e.what();
    }
  }

  /// By class and law; 0 for the background.
  std::vector<std::vector<double>> hit_rates(std::span<const ShareSums> rows, std::int64_t at_least,
                                             Parts& parts) const {
    std::vector<std::vector<double>> rates;
    for (const ClassVoxels& of : index_.classes()) {
      std::vector<double>& rate = rates.emplace_back(rows.size());
      if (of.value != background_) {
        const auto shares = hit_shares({labels_.view(), of.value, of.box}, rows, at_least, quiet_);
        for (std::size_t l = 0; l < rows.size(); ++l)
          rate[l] = static_cast<double>(shares[l]) / static_cast<double>(rows[l].total());
      }
      parts.done();
    }
    return rates;
  }

  void follow_blobs(std::span<const ShareSums> rows, Parts& parts) {
    std::vector<Wanted> blobs;
    std::vector<std::vector<std::uint64_t>> seen(rows.size());
    for (const Blob& blob : components_.blobs) {
      blobs.push_back({components_.ids.view(), static_cast<std::int32_t>(blobs.size() + 1), blob.box});
      const auto shares = hit_shares(blobs.back(), rows, 1, quiet_);
      for (std::size_t l = 0; l < rows.size(); ++l) seen[l].push_back(shares[l]);
      parts.done();
    }
    for (std::size_t s = 0; s < odds_.size(); ++s, parts.done()) {
      if (!odds_[s].refused.empty()) continue;
      std::vector<SumsTurn> turns;
      for (std::size_t i = 0; i < turns_[s].law.size(); ++i)
        turns.push_back({&rows[turns_[s].law[i]], turns_[s].windows[i], seen[turns_[s].law[i]]});
      odds_[s].blobs = blob_odds(turns, blobs, quiet_);
    }
  }

  const LabelMap& labels_;
  const Components& components_;
  const Job& job_;
  const Job quiet_;  ///< parts of the work do not report on their own
  const ClassIndex index_;
  const std::int32_t background_;
  std::vector<StartLaw> laws_;  ///< all different ones
  std::vector<Turns> turns_;
  std::vector<SamplerOdds> odds_;
};

}  // namespace

std::vector<SamplerOdds> compare_samplers(const Crop& crop, const LabelMap& labels, const Components& components,
                                          std::int64_t at_least, const Job& job) {
  return Comparison(crop, labels, components, job).run(at_least);
}

}  // namespace auglens
