#include "render/gl_object.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <string>

#include "ops/error.h"
#include "render/shader_text.h"

namespace auglens {
namespace {

struct TexelFormat {
  GLenum internal, format, type;
};
constexpr std::array<TexelFormat, 5> formats = {{{GL_R32F, GL_RED, GL_FLOAT},
                                                 {GL_RG32F, GL_RG, GL_FLOAT},
                                                 {GL_RGBA32F, GL_RGBA, GL_FLOAT},
                                                 {GL_R32UI, GL_RED_INTEGER, GL_UNSIGNED_INT},
                                                 {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE}}};
const TexelFormat& format_of(TexelType type) {
  return formats[static_cast<std::size_t>(type)];
}

[[noreturn]] void fail(std::string what, std::string where, std::string to_do) {
  throw Error(ErrorKind::resource, {"", std::move(what), std::move(where), std::move(to_do)});
}

GLuint compile(GLenum stage, std::string_view name, std::string_view defines) {
  std::string text(shader_text(name));
  text.insert(std::min(text.size(), text.find('\n') + 1), defines);  // #version must stay the first line
  const auto* data = text.data();
  const auto length = static_cast<GLint>(text.size());
  const GLuint shader = glCreateShader(stage);
  glShaderSource(shader, 1, &data, &length);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (good != 0 && !text.empty()) return shader;
  std::array<char, 1000> log{};
  glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
  glDeleteShader(shader);
  std::string line = text.empty() ? "no such shader" : log.data();
  for (char& c : line)
    if (c == '\n') c = ' ';
  fail("the graphics driver refuses a shader: " + line, std::string(name), "update the driver or use --present cpu");
}

}  // namespace

void gl_delete(GlKind kind, unsigned name) noexcept {
  switch (kind) {
    case GlKind::texture:
      return glDeleteTextures(1, &name);
    case GlKind::buffer:
      return glDeleteBuffers(1, &name);
    case GlKind::framebuffer:
      return glDeleteFramebuffers(1, &name);
    case GlKind::vertex_array:
      return glDeleteVertexArrays(1, &name);
    case GlKind::program:
      return glDeleteProgram(name);
  }
}

void Texture2D::reshape(TexelType texel, int new_width, int new_height) {
  if (object && type == texel && width == new_width && height == new_height) return;
  GLint limit = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &limit);
  if (new_width > limit || new_height > limit)
    fail(std::to_string(new_width) + " x " + std::to_string(new_height) + " pixels are more than this driver can hold",
         "at most " + std::to_string(limit) + " on a side", "ask for a smaller picture, or crop the volume");
  GLuint name = 0;
  glCreateTextures(GL_TEXTURE_2D, 1, &name);
  object = GlTexture(name);
  type = texel, width = new_width, height = new_height;
  glTextureStorage2D(name, 1, format_of(texel).internal, width, height);
  glTextureParameteri(name, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTextureParameteri(name, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTextureParameteri(name, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTextureParameteri(name, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  check_gl("texture storage");
}

void Texture2D::write(const void* texels, int columns, int rows, int pitch) const {
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, pitch);
  glTextureSubImage2D(object.name(), 0, 0, 0, columns, rows, format_of(type).format, format_of(type).type, texels);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void Texture2D::bind(unsigned unit) const {
  glBindTextureUnit(unit, object.name());
}

GlProgram link_program(std::string_view vertex, std::string_view fragment, std::string_view defines) {
  const GLuint vert = compile(GL_VERTEX_SHADER, vertex, {});
  const GLuint frag = compile(GL_FRAGMENT_SHADER, fragment, defines);
  GlProgram program(glCreateProgram());
  glAttachShader(program.name(), vert);
  glAttachShader(program.name(), frag);
  glLinkProgram(program.name());
  glDeleteShader(vert);
  glDeleteShader(frag);
  GLint good = 0;
  glGetProgramiv(program.name(), GL_LINK_STATUS, &good);
  if (good == 0) fail("the graphics driver refuses to link a shader", std::string(fragment), "update the driver");
  return program;
}

GlVertexArray make_vertex_array() {
  GLuint name = 0;
  glCreateVertexArrays(1, &name);
  return GlVertexArray(name);
}

GlBuffer make_buffer() {
  GLuint name = 0;
  glCreateBuffers(1, &name);
  return GlBuffer(name);
}

void set_draw_state(bool blend) {
  for (const GLenum off : {GL_DEPTH_TEST, GL_CULL_FACE, GL_SCISSOR_TEST, GL_STENCIL_TEST, GL_DITHER, GL_MULTISAMPLE,
                           GL_FRAMEBUFFER_SRGB, GL_COLOR_LOGIC_OP})
    glDisable(off);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
  if (blend) {
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);  // premultiplied
  } else {
    glDisable(GL_BLEND);
  }
}

void check_gl(std::string_view where) {
  const GLenum error = glGetError();
  if (error == GL_NO_ERROR) return;
  while (glGetError() != GL_NO_ERROR) {
  }  // one report for one cause
  if (error == GL_OUT_OF_MEMORY)
    fail("the graphics driver is out of memory", std::string(where), "close other programs or use a smaller picture");
  fail("the graphics driver reports error " + std::to_string(error), std::string(where), "update the driver");
}

}  // namespace auglens
