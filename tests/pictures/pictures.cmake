# Headless scenes of the built-in head against stored pictures; each test is one command that a user could type. Two steps of
# difference are allowed: llvmpipe's floats follow the width of the machine's vectors.
set(scenes
  "mpr|--caption"
  "compare|--layout compare --channel 3"
  "sheet|--layout sheet --sample 4"
  "coronal_viridis|--layout coronal --colour-map viridis --interpolation linear --label-opacity 0.2"
  "sagittal_plain|--layout sagittal --plain --window 700,350 --at -28,38,36"
  "volume_mip|--layout 3d --edit view.camera@{\\\"mode\\\":\\\"mip\\\"}")
set(baselines ${CMAKE_CURRENT_SOURCE_DIR}/pictures/baselines)
foreach(scene ${scenes})
  string(REGEX MATCH "^([a-z_]+)\\|(.*)$" _ "${scene}")
  set(name ${CMAKE_MATCH_1})
  separate_arguments(flags UNIX_COMMAND "${CMAKE_MATCH_2}")
  list(TRANSFORM flags REPLACE "@" " ")
  add_test(NAME picture_${name} COMMAND auglens render --demo --size 384x288 ${flags}
           --reference ${baselines}/${name}.png --threshold 2 --out ${CMAKE_BINARY_DIR}/picture_${name}.png)
endforeach()
# The README's pictures are what their commands draw.
add_test(NAME picture_readme COMMAND auglens render --demo --size 1200x800 --caption --threshold 2
         --reference ${PROJECT_SOURCE_DIR}/assets/demo.png --out ${CMAKE_BINARY_DIR}/picture_readme.png)
add_test(NAME picture_windows COMMAND auglens render --demo-abdomen --layout crops --size 1200x800 --caption --threshold 2
         --reference ${PROJECT_SOURCE_DIR}/assets/windows.png --out ${CMAKE_BINARY_DIR}/picture_windows.png)
