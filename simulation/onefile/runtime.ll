; What the engine's code asks of numba's runtime.
;
; Memory is an arena that only grows. A host lays down what it hands over by `allocate` and says `keep`; a call of the
; engine takes what it needs from there on, and the next call takes it anew. A count of references is kept by numba's
; code and never acted upon.

%owner = type { i64, ptr, ptr, ptr, i64 }

@__heap_base = external hidden global i8
@kept = internal global i32 0
@next = internal global i32 0

declare i32 @llvm.wasm.memory.size.i32(i32)
declare i32 @llvm.wasm.memory.grow.i32(i32, i32)
declare void @llvm.trap()

define ptr @allocate(i32 %size) {
  %begun = load i32, ptr @next
  %fresh = icmp eq i32 %begun, 0
  %from = select i1 %fresh, i32 ptrtoint (ptr @__heap_base to i32), i32 %begun
  %aligned = add i32 %from, 31
  %start = and i32 %aligned, -32
  %end = add i32 %start, %size
  store i32 %end, ptr @next
  %pages = call i32 @llvm.wasm.memory.size.i32(i32 0)
  %held = shl i32 %pages, 16
  %fits = icmp ule i32 %end, %held
  br i1 %fits, label %given, label %grow
grow:
  %short = sub i32 %end, %held
  %rounded = add i32 %short, 65535
  %more = lshr i32 %rounded, 16
  %before = call i32 @llvm.wasm.memory.grow.i32(i32 0, i32 %more)
  %refused = icmp eq i32 %before, -1
  br i1 %refused, label %full, label %given
full:
  call void @llvm.trap()
  unreachable
given:
  %place = inttoptr i32 %start to ptr
  ret ptr %place
}

define void @keep() {
  %here = load i32, ptr @next
  store i32 %here, ptr @kept
  ret void
}

define void @clear() {
  store i32 0, ptr @kept
  store i32 0, ptr @next
  ret void
}

define internal void @again() {
  %here = load i32, ptr @kept
  store i32 %here, ptr @next
  ret void
}

define ptr @NRT_MemInfo_new_varsize_dtor(i64 %size, ptr %end) {
  %bytes = trunc i64 %size to i32
  %owner = call ptr @allocate(i32 40)
  %data = call ptr @allocate(i32 %bytes)
  store %owner zeroinitializer, ptr %owner
  store i64 1, ptr %owner
  %where = getelementptr %owner, ptr %owner, i32 0, i32 3
  store ptr %data, ptr %where
  %long = getelementptr %owner, ptr %owner, i32 0, i32 4
  store i64 %size, ptr %long
  ret ptr %owner
}

define ptr @NRT_MemInfo_alloc_aligned(i64 %size, i32 %alignment) {
  %owner = call ptr @NRT_MemInfo_new_varsize_dtor(i64 %size, ptr null)
  ret ptr %owner
}

define void @NRT_MemInfo_call_dtor(ptr %owner) {
  ret void
}

define double @sqrt(double %x) {
  %root = call double @llvm.sqrt.f64(double %x)
  ret double %root
}
declare double @llvm.sqrt.f64(double)

define double @floor(double %x) {
  %whole = call double @llvm.floor.f64(double %x)
  ret double %whole
}
declare double @llvm.floor.f64(double)

define double @ceil(double %x) {
  %whole = call double @llvm.ceil.f64(double %x)
  ret double %whole
}
declare double @llvm.ceil.f64(double)
