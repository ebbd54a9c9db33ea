// The pretend libnvrtc.so.13: reads which kernels a source has, by its text, and refuses what the
// real one would refuse for reasons that lie outside the kernels: no architecture, a header that is
// not given, #error.
#include <cstring>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "core.h"
#include "cubin.h"

namespace {

enum Result : int { kFine = 0, kInvalidProgram = 4, kInvalidOption = 5, kCompilation = 6 };

struct Program {
  std::string name;
  std::string source;
  std::map<std::string, std::string> headers;
  std::string log;
  std::string code;
  std::string intermediate;
};

const char* const kNames[] = {"NVRTC_SUCCESS",
                              "NVRTC_ERROR_OUT_OF_MEMORY",
                              "NVRTC_ERROR_PROGRAM_CREATION_FAILURE",
                              "NVRTC_ERROR_INVALID_INPUT",
                              "NVRTC_ERROR_INVALID_PROGRAM",
                              "NVRTC_ERROR_INVALID_OPTION",
                              "NVRTC_ERROR_COMPILATION"};

// The name in a line like `#include "name"`; empty if it is none.
std::string included(const std::string& line) {
  std::istringstream words(line);
  std::string hash;
  std::string name;
  words >> hash;
  if (hash == "#") {
    words >> name;
    hash += name;
  }
  words >> name;
  return hash == "#include" && name.size() > 2 ? name.substr(1, name.size() - 2) : "";
}

// The source with its includes in place; once each, as if all had guards.
bool expand(Program& program, const std::string& name, const std::string& source,
            std::set<std::string>& seen, std::string& whole) {
  std::istringstream lines(source);
  std::string line;
  for (int number = 1; std::getline(lines, line); number++) {
    const std::string where = name + "(" + std::to_string(number) + "): ";
    const std::string header = included(line);
    if (line.find("#error") != std::string::npos) {
      program.log += where + "error: " + line + "\n";
      return false;
    }
    if (header.empty()) {
      whole += line.substr(0, line.find("//")) + "\n";
      continue;
    }
    const auto found = program.headers.find(header);
    if (found == program.headers.end()) {
      program.log += where + "catastrophic error: cannot open source file \"" + header + "\"\n";
      return false;
    }
    if (seen.insert(header).second && !expand(program, header, found->second, seen, whole)) {
      return false;
    }
  }
  return true;
}

// The names in `extern "C" __global__ void __launch_bounds__(bound) name(`, a line each.
std::string kernelsOf(const std::string& text) {
  std::string names;
  std::istringstream words(text);
  std::string word;
  std::string before[2];
  while (words >> word) {
    const bool kernel = before[0] == "extern" && before[1] == "\"C\"" && word == "__global__";
    before[0] = before[1];
    before[1] = word;
    if (!kernel) {
      continue;
    }
    words >> word >> std::ws;  // void
    std::string declaration;
    std::getline(words, declaration, '{');
    if (declaration.rfind("__launch_bounds__", 0) == 0) {
      declaration = declaration.substr(declaration.find(')') + 1);
    }
    declaration = declaration.substr(declaration.find_first_not_of(" \t\n"));
    names += declaration.substr(0, declaration.find_first_of(" \t\n(")) + "\n";
  }
  return names;
}

int compile(Program& program, int count, const char* const* options) {
  std::string architecture;
  for (int i = 0; i < count; i++) {
    const std::string option = options[i];
    const std::string start = "--gpu-architecture=";
    if (option.rfind(start, 0) == 0) {
      architecture = option.substr(start.size());
    } else if (option[0] != '-') {
      program.log = "nvrtc: error: invalid value for option " + option + "\n";
      return kInvalidOption;
    }
  }
  if (emulator::setting("COMPILE", "") == "fail") {
    program.log = program.name + "(1): error: the emulator was told to refuse\n";
    return kCompilation;
  }
  std::set<std::string> seen;
  std::string whole;
  if (!expand(program, program.name, program.source, seen, whole)) {
    return kCompilation;
  }
  program.code = std::string(emulator::kCubinMagic) + "\n" + architecture + "\n" + kernelsOf(whole);
  if (architecture.rfind("sm_", 0) != 0) {
    program.intermediate.swap(program.code);  // there is machine code for real architectures only
  }
  return kFine;
}

std::vector<int> knownArchitectures() {
  std::istringstream list(emulator::setting("COMPILER_ARCHITECTURES", "75 80 86 89 90 100 120"));
  std::vector<int> known;
  int architecture;
  while (list >> architecture) {
    known.push_back(architecture);
  }
  return known;
}

Program* of(void* handle) { return static_cast<Program*>(handle); }

}  // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = 0;
  return kFine;
}

const char* nvrtcGetErrorString(int result) {
  return result >= 0 && result <= kCompilation ? kNames[result] : "NVRTC_ERROR unknown";
}

int nvrtcCreateProgram(void** program, const char* source, const char* name, int headers,
                       const char* const* texts, const char* const* names) {
  Program* made = new Program{name, source, {}, "", "", ""};
  for (int i = 0; i < headers; i++) {
    made->headers[names[i]] = texts[i];
  }
  *program = made;
  return kFine;
}

int nvrtcDestroyProgram(void** program) {
  delete of(*program);
  *program = nullptr;
  return kFine;
}

int nvrtcCompileProgram(void* program, int count, const char* const* options) {
  return program == nullptr ? static_cast<int>(kInvalidProgram)
                            : compile(*of(program), count, options);
}

int nvrtcGetCUBINSize(void* program, size_t* bytes) {
  // With its end, which the driver looks for.
  *bytes = of(program)->code.empty() ? 0 : of(program)->code.size() + 1;
  return kFine;
}

int nvrtcGetCUBIN(void* program, char* code) {
  memcpy(code, of(program)->code.c_str(), of(program)->code.size() + 1);
  return kFine;
}

int nvrtcGetPTXSize(void* program, size_t* bytes) {
  *bytes = of(program)->intermediate.size() + 1;
  return kFine;
}

int nvrtcGetPTX(void* program, char* code) {
  memcpy(code, of(program)->intermediate.c_str(), of(program)->intermediate.size() + 1);
  return kFine;
}

int nvrtcGetNumSupportedArchs(int* count) {
  *count = static_cast<int>(knownArchitectures().size());
  return kFine;
}

int nvrtcGetSupportedArchs(int* architectures) {
  for (int architecture : knownArchitectures()) {
    *architectures++ = architecture;
  }
  return kFine;
}

int nvrtcGetProgramLogSize(void* program, size_t* bytes) {
  *bytes = of(program)->log.size() + 1;
  return kFine;
}

int nvrtcGetProgramLog(void* program, char* log) {
  memcpy(log, of(program)->log.c_str(), of(program)->log.size() + 1);
  return kFine;
}

}  // extern "C"
