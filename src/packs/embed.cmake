# Writes the files of packs/ into a C++ source, as string literals. DATA: packs; OUT: the source.
file(GLOB files ${DATA}/*/*.toml ${DATA}/*/*.sql ${DATA}/*/*.md ${DATA}/*/update/*.sql)
list(SORT files COMPARE NATURAL)
set(entries "")
foreach(file ${files})
  file(RELATIVE_PATH path ${DATA} ${file})
  file(READ ${file} text)
  string(APPEND entries "      {\"${path}\", R\"pack(${text})pack\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"packs/Library.hpp\"

namespace dunlin::packs {

const std::vector<PackFile>& built_in_files() {
  static const std::vector<PackFile> k_files{
${entries}  };
  return k_files;
}

}  // namespace dunlin::packs
")
