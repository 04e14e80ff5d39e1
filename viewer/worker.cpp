#include "viewer/worker.h"

#include "viewer/worker_errands.h"
#include "viewer/worker_pictures.h"
#include "viewer/worker_studies.h"

namespace auglens {

Worker::Worker(Device device, WorkerOptions options)
    : facts_(std::make_unique<FactsCache>(options.budget_bytes)),
      pictures_(std::make_unique<PictureThread>(device, *facts_, options.wake)),
      errands_(std::make_unique<ErrandThread>(device, *facts_, options.wake)),
      studies_(std::make_unique<StudyThread>(*facts_, options.wake)) {}

Worker::~Worker() = default;

void Worker::submit(WorkerRequest request) {
  pictures_->submit(std::move(request));
}

std::shared_ptr<const Results> Worker::results() const {
  return pictures_->results();
}

bool Worker::start(Errand errand) {
  return errands_->start(std::move(errand));
}

std::optional<Arrival> Worker::take_arrival() {
  return errands_->take_arrival();
}

void Worker::stop_errand() {
  errands_->stop();
}

void Worker::study(const StudyRequest& request) {
  studies_->submit(request);
}

std::shared_ptr<const Studies> Worker::studies() const {
  return studies_->studies();
}

Activity Worker::activity() const {
  Activity activity = errands_->activity();
  if (activity.what.empty()) activity = pictures_->activity();
  return activity.what.empty() ? studies_->activity() : activity;
}

FactsCache& Worker::facts() {
  return *facts_;
}

bool Worker::wait_idle(double seconds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                                            std::chrono::duration<double>(seconds));
  return errands_->wait_idle(until) && pictures_->wait_idle(until) && studies_->wait_idle(until);
}

}  // namespace auglens
