# Writes the files of checks/ into a C++ source, as string literals. DATA: checks; OUT: the source.
file(GLOB files ${DATA}/*/*.sql)
list(SORT files)
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(topic ${folder} NAME)
  file(READ ${file} text)
  string(APPEND entries "    {\"${topic}\", \"${name}\", R\"check(${text})check\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"checks/CheckFiles.hpp\"

namespace dunlin::checks {

std::span<const CheckFile> check_files() {
  static constexpr CheckFile k_files[] = {
${entries}  };
  return k_files;
}

}  // namespace dunlin::checks
")
