#pragma once
// Runs the real program and catches what it prints, for tests of the command line. It refuses to know what is right.

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/test_folder.h"

namespace auglens {

struct ProgramRun {
  int code = -1;  ///< exit code; -1 when it was killed
  std::string out, err;

  bool one_line_error() const {
    return err.starts_with("auglens: ") && err.find('\n') == err.size() - 1 && err.size() > 12;
  }
};

inline std::string read_all(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// True when AUGLENS_PROGRAM names the program; else the test says that it is skipped.
inline bool have_program() {
  if (std::getenv("AUGLENS_PROGRAM") != nullptr) return true;
  std::puts("SKIPPED: AUGLENS_PROGRAM does not name the program");
  return false;
}

/// `arguments` are the words as a shell reads them.
inline ProgramRun run_program(const std::string& arguments) {
  const TestFolder folder;
  const std::string command = "env -u DISPLAY -u WAYLAND_DISPLAY \"$AUGLENS_PROGRAM\" " + arguments + " >" +
                              (folder / "out") + " 2>" + (folder / "err") + " </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_all(folder / "out"), read_all(folder / "err")};
}

}  // namespace auglens
