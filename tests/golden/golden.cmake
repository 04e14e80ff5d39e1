# Our output against the stored output of the real peers; AUGLENS_GOLDEN=folder compares with another folder.
find_package(nlohmann_json REQUIRED)
file(GLOB golden_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
add_executable(test_golden ${golden_sources})
target_link_libraries(test_golden PRIVATE auglens_io auglens_doctest nlohmann_json::nlohmann_json)
add_test(NAME golden COMMAND test_golden)
