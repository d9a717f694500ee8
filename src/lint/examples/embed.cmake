# Writes tests/lint/<rule>/{bad,fixed,good}.sql into a C++ source, as string literals. DATA: tests/lint; OUT: the source.
file(GLOB files ${DATA}/*/bad.sql ${DATA}/*/fixed.sql ${DATA}/*/good.sql)
list(SORT files COMPARE NATURAL)
set(entries "")
foreach(file ${files})
  get_filename_component(kind ${file} NAME_WE)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(rule ${folder} NAME)
  # Brackets and semicolons would make a list of the text.
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${bytes}")
  string(LENGTH "${bytes}" digits)
  math(EXPR length "${digits} / 2")
  string(APPEND entries "    {\"${rule}\", \"${kind}\", std::string_view(\"${escaped}\", ${length})},\n")
endforeach()
file(WRITE ${OUT} "#include \"lint/examples/Examples.hpp\"

namespace dunlin::lint {

std::span<const Example> all_examples() {
  static constexpr Example k_examples[] = {
${entries}  };
  return k_examples;
}

}  // namespace dunlin::lint
")
