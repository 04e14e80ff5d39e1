// The child's side: reads one file under limits, tells the parent how far it is, hands over the volumes.

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <new>
#include <thread>

#include "io/decode_limits.h"
#include "io/decode_messages.h"
#include "io/decode_wire.h"
#include "io/dicom.h"
#include "io/itk_formats.h"
#include "io/shared_memory.h"
#include "ops/device.h"

namespace auglens {

namespace {

constexpr std::chrono::milliseconds progress_interval{30};

/// Tells the parent of progress while the decoder works.
class Teller {
 public:
  Teller(int socket, const Progress& progress)
      : thread_([socket, &progress](std::stop_token stop) {
          for (double told = 0; !stop.stop_requested(); std::this_thread::sleep_for(progress_interval)) {
            const double share = progress.share();
            if (share - told < 0.002) continue;
            told = share;
            if (!send_message(socket, MessageKind::progress, std::to_string(share))) _exit(1);
          }
        }) {}

 private:
  std::jthread thread_;
};

std::vector<Volume> read(const DecodeRequest& request, const ReadOptions& options, const Job& job) {
  switch (request.kind) {
    case DecodeKind::nrrd:
      return read_nrrd(request.path, options, job);
    case DecodeKind::metaimage:
      return read_metaimage(request.path, options, job);
    case DecodeKind::dicom: {
      const DicomWatch watch{request.left_out,
                             [](const std::string& file) { send_message(child_socket, MessageKind::reading, file); }};
      return read_dicom(request.path, options, job, watch);
    }
  }
  return {};
}

void decode(const DecodeRequest& request) {
  SharedMemory memory;
  ReadOptions options{request.series, request.goal, request.statistics,
                      [&memory](std::size_t bytes) { return memory.allocate(bytes); }};
  const Device device = Device::cpu(1);
  Progress progress;
  std::vector<Volume> volumes;
  {
    const Teller teller(child_socket, progress);
    volumes = read(request, options, Job{device, {}, &progress});
  }
  for (Volume& volume : volumes) {
    const void* data = volume.image.buffer.data();
    const std::size_t bytes = volume.image.buffer.bytes();
    volume.image.buffer = {};  // a mapping that can write would forbid the seal
    const Descriptor sealed = memory.seal(data, bytes);
    send_volume(child_socket, volume, sealed.get());
  }
}

}  // namespace

bool is_decode_child(int argc, char** argv) {
  return argc > 1 && std::string_view(argv[1]) == decode_flag;
}

int decode_child_main(int argc, char** argv) {
  const auto request = request_from(argc, argv);
  if (!request) return static_cast<int>(ErrorKind::usage);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // nothing is left behind when the parent dies
  limit_this_process();
  signal(SIGXFSZ, SIG_IGN);  // shared memory counts as a file: let the call fail, so that the reason can be told
  const auto report = [](const Error& error) { send_message(child_socket, MessageKind::error, to_line(error)); };
  const auto blame = [&](const std::string& what, const std::string& where) {  // the file, unless we had too little
    try {
      refuse_if_starved(request->path);
      report(Error(ErrorKind::bad_input, {request->path, what, where, "get the file again from where it came from"}));
    } catch (const Error& error) {
      report(error);
    }
  };
  try {
    decode(*request);
    send_message(child_socket, MessageKind::done, "");
  } catch (const Error& error) {
    report(error);
  } catch (const std::bad_alloc&) {
    blame("decoding it takes more memory than its header announces", "");
  } catch (const std::exception& error) {
    blame("broken file", error.what());
  }
  _exit(0);  // the decoders' own clean-up has nothing to add, and is not always safe after an error
}

}  // namespace auglens
