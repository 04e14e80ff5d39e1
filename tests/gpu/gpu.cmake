# Parity of CPU and CUDA; on a machine without a GPU the test says so and passes.
add_executable(test_parity gpu/parity.cpp)
target_link_libraries(test_parity PRIVATE auglens_ops auglens_doctest)
add_test(NAME parity COMMAND test_parity)
