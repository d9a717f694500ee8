# Writes the files of data/truth/<major>/ into a C++ source, as string literals. DATA: data/truth; OUT: the source.
file(GLOB files ${DATA}/*/*.tsv)
list(SORT files COMPARE NATURAL)
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(major ${folder} NAME)
  file(READ ${file} text)
  string(APPEND entries "    {${major}, \"${name}\", R\"tsv(${text})tsv\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"lint/truth/TruthFiles.hpp\"

namespace dunlin::lint {

std::span<const TruthFile> truth_files() {
  static constexpr TruthFile k_files[] = {
${entries}  };
  return k_files;
}

}  // namespace dunlin::lint
")
