// The program: catches once, and turns failures into one line and an exit code.

#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "io/decode_process.h"
#include "ops/error.h"
#include "viewer/command_line.h"

namespace {

using auglens::ErrorKind;

int fail(ErrorKind kind, std::string line) {
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 32) c = ' ';
  }
  std::fprintf(stderr, "auglens: %s\n", line.c_str());
  return static_cast<int>(kind);
}

/// Whoever read our output has closed the pipe. Asked of the pipe itself: the write that failed may be long past.
bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

/// What a full disk keeps of our output is said; a reader that has enough (head) is not an error.
int flush_output(int code) {
  std::cout.flush();
  if ((std::cout && std::fflush(stdout) == 0) || reader_is_gone()) return code;
  return fail(ErrorKind::resource, "standard output cannot be written: free the disk or name another file");
}

}  // namespace

int main(int argc, char** argv) {
  if (auglens::is_decode_child(argc, argv)) return auglens::decode_child_main(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);  // a pipe that is closed is an ordinary write error
  try {
    return flush_output(auglens::run_command_line({argv + 1, argv + argc}, &auglens::run_window));
  } catch (const auglens::Error& error) {
    std::cout.flush();
    return fail(error.kind(), error.what());
  } catch (const auglens::Cancelled&) {
    return fail(ErrorKind::failed, "cancelled");
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::resource, "out of memory: close other programs or use a smaller volume");
  } catch (const std::exception& error) {
    return fail(ErrorKind::resource, std::string("internal error: ") + error.what() + ": please report it");
  }
}
