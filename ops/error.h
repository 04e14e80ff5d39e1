#pragma once
// The one exception of the house: which file, what is wrong, where, what to do. It refuses to know who shows it.

#include <stdexcept>
#include <string>

namespace auglens {

/// What kind of failure; the value is the exit code of the program.
enum class ErrorKind { failed = 1, usage = 2, bad_input = 3, resource = 4 };

/// One failure, spelled in one line: `<file>: <what> (<where>): <what to do>`; empty parts are left out.
class Error : public std::runtime_error {
 public:
  struct Parts {
    std::string file, what, where, to_do;
  };

  Error(ErrorKind kind, Parts parts) : std::runtime_error(line(parts)), kind_(kind), parts_(std::move(parts)) {}

  ErrorKind kind() const { return kind_; }
  const Parts& parts() const { return parts_; }

 private:
  static std::string line(const Parts& p) {
    std::string s = p.file.empty() ? p.what : p.file + ": " + p.what;
    if (!p.where.empty()) s += " (" + p.where + ")";
    if (!p.to_do.empty()) s += ": " + p.to_do;
    return s;
  }

  ErrorKind kind_;
  Parts parts_;
};

/// Thrown by a long call whose stop token was set; it is not an error and is never shown.
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace auglens
