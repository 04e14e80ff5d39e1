#include "io/decode_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "io/decode_limits.h"
#include "io/decode_messages.h"
#include "io/decode_wire.h"

namespace auglens {

namespace {

constexpr int poll_ms = 20;  ///< how soon a cancel is noticed
constexpr std::chrono::seconds longest_silence{300};
constexpr std::size_t most_left_out = 32;  ///< files of one folder that may each kill a child

/// A started child; the destructor kills and reaps it, whatever happened.
class Child {
 public:
  Child(const std::vector<std::string>& arguments, int socket) {
    std::vector<char*> argv;
    for (const auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, child_socket);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, child_socket + 1);
    const int failed = posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
      pid_ = -1;
      throw Error(ErrorKind::resource, {arguments[0], "the decoder process cannot be started", std::strerror(failed),
                                        "free some memory, or set AUGLENS_PROGRAM to the auglens program"});
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ < 0) return;
    kill(pid_, SIGKILL);
    wait();
  }

  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
};

/// What one child did: all volumes, or how it died and over which file.
struct Outcome {
  std::vector<Volume> volumes;
  bool done = false;
  std::string reading;   ///< the file it was at
  std::string death;     ///< how it ended when it is not done
  bool starved = false;  ///< it ended for lack of resources, which says nothing about the file
};

/// A decoder that could not be loaded (127), or was limited from outside to less than it needs for any file.
bool died_starved(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 127 || !shortage().empty();
  return WTERMSIG(status) == SIGXFSZ || !shortage().empty();
}

std::string manner_of_death(int status) {
  if (WIFEXITED(status)) return "its decoder ended early";
  switch (WTERMSIG(status)) {
    case SIGXCPU:
      return "its decoder never came to an end";
    case SIGABRT:
      return "its decoder gave up";
    case SIGSEGV:
    case SIGBUS:
      return "its decoder crashed";
    case SIGKILL:
      return "its decoder was killed, perhaps for lack of memory";
    default:
      return "its decoder ended by signal " + std::to_string(WTERMSIG(status));
  }
}

std::vector<std::string> command_for(DecodeKind kind, const std::string& path, const ReadOptions& options,
                                     const std::vector<std::string>& left_out) {
  const char* named = std::getenv("AUGLENS_PROGRAM");
  DecodeRequest request{kind, path, options.series, options.goal, options.statistics, left_out};
  std::vector<std::string> command = {named != nullptr && *named != '\0' ? named : "/proc/self/exe"};
  for (auto& argument : to_arguments(request)) command.push_back(std::move(argument));
  return command;
}

/// Throws what the child reports; a child that says nonsense is a broken file too.
void listen(int socket, const Job& job, Outcome& outcome) {
  std::optional<VolumeAssembly> assembly;
  bool closed = false;
  auto heard = std::chrono::steady_clock::now();
  while (!closed && !outcome.done) {
    job.check();
    auto message = receive_message(socket, poll_ms, closed);
    if (!message) {
      if (std::chrono::steady_clock::now() - heard > longest_silence) {
        outcome.death = "its decoder fell silent";
        return;
      }
      continue;
    }
    heard = std::chrono::steady_clock::now();
    switch (message->kind) {
      case MessageKind::progress:
        job.report(share_from(message->rest));
        break;
      case MessageKind::reading:
        outcome.reading = message->rest;
        break;
      case MessageKind::volume:
        assembly.emplace(std::move(*message));
        break;
      case MessageKind::error:
        throw error_from(message->rest);
      case MessageKind::done:
        outcome.done = !assembly;
        break;
      case MessageKind::end:
        if (assembly) outcome.volumes.push_back(assembly->finish());
        assembly.reset();
        break;
      default:
        if (assembly) assembly->take(*message);
    }
  }
}

Outcome run_child(const std::vector<std::string>& command, const Job& job) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw Error(ErrorKind::resource, {"", "no socket for the decoder", std::strerror(errno), "close some files"});
  const Descriptor ours(ends[0]);
  Outcome outcome;
  std::optional<Child> child;
  {
    const Descriptor theirs(ends[1]);
    child.emplace(command, theirs.get());
  }
  listen(ours.get(), job, outcome);
  if (!outcome.done && outcome.death.empty()) {
    const int status = child->wait();
    outcome.death = manner_of_death(status);
    outcome.starved = died_starved(status);
  }
  return outcome;
}

FileFormat format_of(DecodeKind kind) {
  switch (kind) {
    case DecodeKind::nrrd:
      return FileFormat::nrrd;
    case DecodeKind::metaimage:
      return FileFormat::metaimage;
    case DecodeKind::dicom:
      return FileFormat::dicom;
  }
  return FileFormat::none;
}

Error broken(const std::string& file, const std::string& death) {
  return Error(ErrorKind::bad_input, {file, "broken file", death, "get the file again from where it came from"});
}

}  // namespace

std::vector<Volume> decode_in_child(DecodeKind kind, const std::string& path, const ReadOptions& options,
                                    const Job& job) {
  std::vector<std::string> left_out, notices;
  for (;;) {
    Outcome outcome;
    try {
      outcome = run_child(command_for(kind, path, options, left_out), job);
    } catch (const Error& e) {
      if (!e.parts().file.empty()) throw;
      throw Error(e.kind(), {path, e.parts().what, e.parts().where, e.parts().to_do});
    }
    if (outcome.done) {
      for (Volume& volume : outcome.volumes) {
        volume.source.file = path;
        volume.source.format = format_of(kind);
      }
      if (!outcome.volumes.empty()) {
        auto& first = outcome.volumes.front().source.notices;
        first.insert(first.end(), notices.begin(), notices.end());
      }
      return std::move(outcome.volumes);
    }
    if (outcome.starved)
      throw Error(ErrorKind::resource, {path, "the decoder is given too few resources", outcome.death,
                                        "raise the limits of this shell (ulimit -n, -v, -f)"});
    const std::string& culprit = outcome.reading;
    if (culprit.empty() || culprit == path || left_out.size() >= most_left_out)
      throw broken(culprit.empty() ? path : culprit, outcome.death);
    left_out.push_back(culprit);
    notices.push_back(std::filesystem::path(culprit).filename().string() + " is broken (" + outcome.death +
                      ") and was left out");
  }
}

}  // namespace auglens
