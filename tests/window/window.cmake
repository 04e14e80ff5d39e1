# The real window on a display of its own, pressed by xdotool; skipped with a visible line where either is missing.
add_test(NAME window COMMAND bash ${CMAKE_CURRENT_LIST_DIR}/window.sh $<TARGET_FILE:auglens>)
set_tests_properties(window PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 RUN_SERIAL ON)
