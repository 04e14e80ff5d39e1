#pragma once
// Owners of GL objects: each deletes its own, while its context is current. It refuses to know what they are used for.

#include <string_view>
#include <utility>

namespace auglens {

enum class GlKind { texture, buffer, framebuffer, vertex_array, program };

void gl_delete(GlKind kind, unsigned name) noexcept;

/// One GL name; 0 owns nothing. Moves, never copies. To be destroyed on the GL thread.
template <GlKind kind>
class GlObject {
 public:
  explicit GlObject(unsigned name = 0) : name_(name) {}
  GlObject(GlObject&& other) noexcept : name_(std::exchange(other.name_, 0U)) {}
  GlObject& operator=(GlObject&& other) noexcept {
    std::swap(name_, other.name_);
    return *this;
  }
  ~GlObject() {
    if (name_ != 0) gl_delete(kind, name_);
  }

  unsigned name() const { return name_; }
  explicit operator bool() const { return name_ != 0; }

 private:
  unsigned name_;
};

using GlTexture = GlObject<GlKind::texture>;
using GlBuffer = GlObject<GlKind::buffer>;
using GlFramebuffer = GlObject<GlKind::framebuffer>;
using GlVertexArray = GlObject<GlKind::vertex_array>;
using GlProgram = GlObject<GlKind::program>;

enum class TexelType { float1, float2, float4, uint1, rgba8 };

/// A two-dimensional texture without mipmaps and without filtering: shaders read it by texelFetch.
struct Texture2D {
  GlTexture object{};
  TexelType type = TexelType::float1;
  int width = 0, height = 0;

  /// Makes storage of this size unless it already has it. Throws Error(resource) beyond the limit of this GL.
  void reshape(TexelType texel, int new_width, int new_height);
  /// Writes the top left `columns` x `rows` texels from host memory, whose rows are `pitch` texels apart.
  void write(const void* texels, int columns, int rows, int pitch) const;
  void bind(unsigned unit) const;
};

/// Compiles and links two embedded shaders; `defines` (`#define A\n`) stand in front of the fragment shader. Throws
/// Error(resource) with the driver's log.
GlProgram link_program(std::string_view vertex, std::string_view fragment, std::string_view defines = {});
GlVertexArray make_vertex_array();
GlBuffer make_buffer();

/// The state that every draw of ours starts from: no depth, cull, scissor, dither, sRGB or multisampling; blending as
/// asked.
void set_draw_state(bool blend);
/// Throws Error(resource) when GL reports one; `where` names our call.
void check_gl(std::string_view where);

}  // namespace auglens
