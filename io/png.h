#pragma once
// Pictures as PNG files, 8 bits per channel, with a few lines of text inside. It refuses to know what a picture shows.

#include <string>
#include <utility>
#include <vector>

#include "ops/picture_data.h"

namespace auglens {

/// Keyword and text of PNG's tEXt chunks, in order: keywords of 1 to 79 letters, text in ASCII (other bytes become
/// '?').
using PictureText = std::vector<std::pair<std::string, std::string>>;

/// Writes under a temporary name, then renames; equal pictures and texts give equal bytes. Throws Error(resource) for
/// the disk, Error(usage) for an empty picture.
void write_png(const Picture& picture, const std::string& file, const PictureText& text = {});

/// A PNG of 8 bits or fewer as RGB (grey and palettes spread out), up to 2^28 pixels. Transparency and 16 bits are
/// refused: a comparison must not lose what differs. Throws Error(bad_input), and Error(resource) when there is no
/// memory.
Picture read_png(const std::string& file);

/// The tEXt chunks of a PNG file. Throws Error(bad_input).
PictureText read_png_text(const std::string& file);

}  // namespace auglens
