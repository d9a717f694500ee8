#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dunlin::model {

/// How good or bad what is said is; writers that have colours show it.
enum class Tone : std::uint8_t { plain, good, note, warning, bad };

/// A piece of running text: words, a code span, or a coloured label.
struct Words {
  std::string text;
  bool code = false;
  Tone tone = Tone::plain;
  friend bool operator==(const Words&, const Words&) = default;
};

/// Running text. Its content is plain: nothing in it is markup, whatever it looks like.
struct Inline {
  std::vector<Words> words;

  Inline() = default;
  Inline(std::string text) { words.push_back({std::move(text)}); }
  Inline(std::string_view text) : Inline(std::string(text)) {}
  Inline(const char* text) : Inline(std::string(text)) {}

  Inline& add(std::string text) {
    words.push_back({std::move(text)});
    return *this;
  }
  Inline& code(std::string text) {
    words.push_back({std::move(text), true});
    return *this;
  }
  Inline& label(std::string text, Tone tone) {
    words.push_back({std::move(text), false, tone});
    return *this;
  }
  friend bool operator==(const Inline&, const Inline&) = default;
};

/// A code span alone: a cell that holds a name.
inline Inline code(std::string text) {
  return Inline(Inline().code(std::move(text)));
}

/// Level 2 is a section, 3 a part of it; 1 is the document's own title.
struct Heading {
  int level = 2;
  Inline text;
  friend bool operator==(const Heading&, const Heading&) = default;
};

struct Paragraph {
  Inline text;
  Tone tone = Tone::plain;  ///< other than plain: set apart, as a warning or a remark
  friend bool operator==(const Paragraph&, const Paragraph&) = default;
};

struct List {
  std::vector<Inline> items;
  bool numbered = false;
  friend bool operator==(const List&, const List&) = default;
};

struct Table {
  struct Column {
    Inline head;
    bool number = false;  ///< set to the right
    friend bool operator==(const Column&, const Column&) = default;
  };
  std::vector<Column> columns;
  std::vector<std::vector<Inline>> rows;  ///< a short row is filled with empty cells
  friend bool operator==(const Table&, const Table&) = default;
};

struct CodeBlock {
  std::string text;
  std::string language;  ///< "sql", "diff", "json"; "" for none
  friend bool operator==(const CodeBlock&, const CodeBlock&) = default;
};

/// The numbers to be seen first: "12 / tables defined twice".
struct KeyFigures {
  struct Figure {
    std::string value;
    std::string label;
    Tone tone = Tone::plain;
    friend bool operator==(const Figure&, const Figure&) = default;
  };
  std::vector<Figure> figures;
  friend bool operator==(const KeyFigures&, const KeyFigures&) = default;
};

using Block = std::variant<Heading, Paragraph, List, Table, CodeBlock, KeyFigures>;

/// A report as a value; text, markdown and HTML are written from it (report/).
struct Document {
  std::string title;
  std::string subtitle;  ///< what it is about and when it was made; "" for none
  std::vector<Block> blocks;

  Document& add(Block block) {
    blocks.push_back(std::move(block));
    return *this;
  }
  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace dunlin::model
