// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/emulated_device.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <ATen/native/Resize.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/DeviceType.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <sys/mman.h>
#include <torch/library.h>

#include <atomic>
#include <map>
#include <mutex>

#include "kernels/common/device_table_of.h"
#include "tests/support/host_run.h"

namespace paretune::testing {
namespace {

using at::Tensor;
constexpr auto kDevice = c10::DeviceType::PrivateUse1;
constexpr std::size_t kCapacity = std::size_t{64} << 30;  // addresses only

std::atomic<int64_t> g_operators = 0, g_flash = 0;

// The same pages twice: where the device's tensors say they are, without any right to touch them, and where the emulation works on them.
class Memory {
 public:
  static Memory& get() {
    static Memory* memory = new Memory;  // tensors may outlive everything
    return *memory;
  }
  void* allocate(std::size_t bytes) {
    const std::size_t size = std::max<std::size_t>(512, (bytes + 511) / 512 * 512);
    const std::lock_guard lock(m_mutex);
    if (m_limit > 0 && m_live + size > m_limit) {
      TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory. Tried to allocate ", size, " bytes.");
    }
    std::size_t at = m_end;
    if (const auto found = m_free.lower_bound(size); found != m_free.end() && found->first <= 2 * size) {
      at = found->second;
      m_sizes[at] = found->first;
      m_free.erase(found);
    } else {
      TORCH_CHECK(m_end + size <= kCapacity, "the emulated device is full");
      m_end += size;
      m_sizes[at] = size;
    }
    m_live += m_sizes[at];
    m_peak = std::max(m_peak, m_live);
    std::memset(m_host + at, 0xff, m_sizes[at]);  // NaN in every floating type
    return m_device + at;
  }
  void release(void* block) {
    const std::lock_guard lock(m_mutex);
    const auto at = static_cast<std::size_t>(static_cast<char*>(block) - m_device);
    m_live -= m_sizes.at(at);
    m_free.emplace(m_sizes.at(at), at);
  }
  void* on_host(const void* address) const {
    TORCH_CHECK(address >= m_device && address < m_device + kCapacity, "an accelerator kernel got an address of the host");
    return m_host + (static_cast<const char*>(address) - m_device);
  }
  std::size_t live() {
    const std::lock_guard lock(m_mutex);
    return m_live;
  }
  std::pair<std::size_t, std::size_t> live_and_peak() {
    const std::lock_guard lock(m_mutex);
    return {m_live, m_peak};
  }
  void reset_peak() {
    const std::lock_guard lock(m_mutex);
    m_peak = m_live;
  }
  void limit(std::size_t bytes) { m_limit = bytes; }

 private:
  Memory() {
    const int file = memfd_create("emulated device", 0);
    TORCH_CHECK(file >= 0 && ftruncate(file, static_cast<off_t>(kCapacity)) == 0, "no memory for the emulated device");
    void* host = mmap(nullptr, kCapacity, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0);
    void* device = mmap(nullptr, kCapacity, PROT_NONE, MAP_SHARED | MAP_NORESERVE, file, 0);
    TORCH_CHECK(host != MAP_FAILED && device != MAP_FAILED, "no addresses for the emulated device");
    m_host = static_cast<char*>(host);
    m_device = static_cast<char*>(device);
  }
  std::mutex m_mutex;
  char *m_host = nullptr, *m_device = nullptr;
  std::size_t m_end = 0, m_live = 0, m_peak = 0, m_limit = 0;
  std::multimap<std::size_t, std::size_t> m_free;  // size -> place
  std::map<std::size_t, std::size_t> m_sizes;      // place -> size
};

class DeviceMemory final : public c10::DeviceAllocator {
 public:
  c10::DataPtr allocate(std::size_t bytes) override {
    void* block = bytes > 0 ? Memory::get().allocate(bytes) : nullptr;
    return {block, block, &release, c10::Device(kDevice, 0)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* to, const void* from, std::size_t bytes) const override { std::memcpy(Memory::get().on_host(to), Memory::get().on_host(from), bytes); }
  bool initialized() override { return true; }
  void emptyCache(c10::MempoolId_t) override {}
  void recordStream(const c10::DataPtr&, c10::Stream) override {}
  c10::CachingDeviceAllocator::DeviceStats getDeviceStats(c10::DeviceIndex) override {
    c10::CachingDeviceAllocator::DeviceStats stats;
    const auto [live, peak] = Memory::get().live_and_peak();
    for (auto* stat : {&stats.allocated_bytes[0], &stats.reserved_bytes[0]}) {
      stat->current = static_cast<int64_t>(live);
      stat->peak = static_cast<int64_t>(peak);
    }
    return stats;
  }
  void resetAccumulatedStats(c10::DeviceIndex) override {}
  void resetPeakStats(c10::DeviceIndex) override { Memory::get().reset_peak(); }
  std::pair<std::size_t, std::size_t> getMemoryInfo(c10::DeviceIndex) override { return {std::size_t{4} << 30, std::size_t{8} << 30}; }

 private:
  static void release(void* block) {
    if (block) Memory::get().release(block);
  }
};

// The device's own stream of random numbers; a generator of the CPU makes them.
struct DeviceGenerator final : c10::GeneratorImpl {
  explicit DeviceGenerator(uint64_t seed = 67280421310721)
      : GeneratorImpl(c10::Device(kDevice, 0), c10::DispatchKeySet(c10::DispatchKey::PrivateUse1)), twin(at::make_generator<at::CPUGeneratorImpl>(seed)) {}
  void set_current_seed(uint64_t seed) override { twin.set_current_seed(seed); }
  void set_offset(uint64_t) override { TORCH_CHECK(false, "no offsets"); }
  uint64_t get_offset() const override { return 0; }
  uint64_t current_seed() const override { return twin.current_seed(); }
  uint64_t seed() override { return twin.unsafeGetGeneratorImpl()->seed(); }
  void set_state(const c10::TensorImpl& state) override { twin.unsafeGetGeneratorImpl()->set_state(state); }
  c10::intrusive_ptr<c10::TensorImpl> get_state() const override { return twin.unsafeGetGeneratorImpl()->get_state(); }
  DeviceGenerator* clone_impl() const override {
    auto* copy = new DeviceGenerator;
    copy->twin = twin.clone();
    return copy;
  }
  at::Generator twin;
};

const at::Generator& default_generator() {
  static const at::Generator generator = at::make_generator<DeviceGenerator>();
  return generator;
}

struct Hooks final : at::PrivateUse1HooksInterface {
  bool isBuilt() const override { return true; }
  bool isAvailable() const override { return true; }
  bool hasPrimaryContext(c10::DeviceIndex) const override { return true; }
  c10::DeviceIndex deviceCount() const override { return 1; }
  c10::DeviceIndex getCurrentDevice() const override { return 0; }
  void setCurrentDevice(c10::DeviceIndex) const override {}
  c10::DeviceIndex exchangeDevice(c10::DeviceIndex) const override { return 0; }
  c10::DeviceIndex maybeExchangeDevice(c10::DeviceIndex) const override { return 0; }
  const at::Generator& getDefaultGenerator(c10::DeviceIndex) const override { return default_generator(); }
  at::Generator getNewGenerator(c10::DeviceIndex) const override { return at::make_generator<DeviceGenerator>(); }
  at::Device getDeviceFromPtr(void*) const override { return {kDevice, 0}; }
};

struct Guard final : c10::impl::DeviceGuardImplInterface {
  Guard() = default;
  explicit Guard(c10::DeviceType) {}
  c10::DeviceType type() const override { return kDevice; }
  c10::Device exchangeDevice(c10::Device) const override { return {kDevice, 0}; }
  c10::Device getDevice() const override { return {kDevice, 0}; }
  void setDevice(c10::Device) const override {}
  void uncheckedSetDevice(c10::Device) const noexcept override {}
  c10::Stream getStream(c10::Device device) const override { return c10::Stream(c10::Stream::DEFAULT, device); }
  c10::Stream getDefaultStream(c10::Device device) const override { return c10::Stream(c10::Stream::DEFAULT, device); }
  c10::Stream getNewStream(c10::Device device, int) const override { return c10::Stream(c10::Stream::DEFAULT, device); }
  c10::Stream exchangeStream(c10::Stream) const override { return c10::Stream(c10::Stream::DEFAULT, c10::Device(kDevice, 0)); }
  void* getStreamNativeHandle(const c10::Stream) const override { return nullptr; }
  void record(void**, const c10::Stream&, const c10::DeviceIndex, const c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override { return true; }
  bool queryStream(const c10::Stream&) const override { return true; }
  void synchronizeStream(const c10::Stream&) const override {}
  void synchronizeEvent(void*) const override {}
  void synchronizeDevice(const c10::DeviceIndex) const override {}
  void recordDataPtrOnStream(const c10::DataPtr&, const c10::Stream&) const override {}
  c10::DeviceIndex deviceCount() const noexcept override { return 1; }
};

// The device's tensor as one of the CPU over the same memory.
Tensor on_host(const Tensor& t) {
  const auto options = at::TensorOptions(t.scalar_type()).device(at::kCPU);
  if (!t.storage().data() || t.storage().nbytes() == 0) return at::empty_strided(t.sizes(), t.strides(), options);
  void* first = Memory::get().on_host(t.storage().data());
  Tensor whole = at::from_blob(first, {static_cast<int64_t>(t.storage().nbytes() / t.element_size())}, options);
  return whole.as_strided(t.sizes(), t.strides(), t.storage_offset());
}

Tensor empty_strided(c10::IntArrayRef size, c10::IntArrayRef stride, std::optional<at::ScalarType> type, std::optional<at::Layout>, std::optional<at::Device>,
                     std::optional<bool>) {
  constexpr c10::DispatchKeySet keys(c10::DispatchKey::PrivateUse1);
  return at::detail::empty_strided_generic(size, stride, c10::GetAllocator(kDevice), keys, type.value_or(at::kFloat));
}
Tensor empty(c10::IntArrayRef size, std::optional<at::ScalarType> type, std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>,
             std::optional<at::MemoryFormat> format) {
  constexpr c10::DispatchKeySet keys(c10::DispatchKey::PrivateUse1);
  return at::detail::empty_generic(size, c10::GetAllocator(kDevice), keys, type.value_or(at::kFloat), format);
}

Tensor on_device(const Tensor& host) {
  Tensor out = empty_strided(host.sizes(), host.strides(), host.scalar_type(), {}, {}, {});
  if (host.numel() > 0) on_host(out).copy_(host);
  return out;
}

const Tensor& grow(const Tensor& self, c10::IntArrayRef size) {
  const std::size_t needed = at::detail::computeStorageNbytesContiguous(size, self.element_size());
  auto* storage = self.storage().unsafeGetStorageImpl();
  if (needed > storage->nbytes()) {
    auto fresh = c10::GetAllocator(kDevice)->allocate(needed);
    if (storage->nbytes() > 0 && storage->data()) std::memcpy(Memory::get().on_host(fresh.get()), Memory::get().on_host(storage->data()), storage->nbytes());
    storage->set_data_ptr_noswap(std::move(fresh));
    storage->set_nbytes(needed);
  }
  self.unsafeGetTensorImpl()->set_sizes_contiguous(size);
  return self;
}

Tensor copy_from(const Tensor& from, const Tensor& to, bool) {
  const auto plain = [](const Tensor& t) { return t.device().type() == kDevice ? on_host(t) : t; };
  Tensor target = plain(to);
  target.copy_(plain(from));
  return to;
}

bool may_take_host_tensors(const std::string& name) { return name == "aten::index" || name.starts_with("aten::index_put") || name == "aten::_index_put_impl_"; }

// Runs the CPU's kernel of any operator on the device's memory.
void run_on_host(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  ++g_operators;
  const auto& schema = op.schema();
  const std::string& name = schema.name();
  const std::size_t first = stack->size() - schema.arguments().size();
  const std::vector<c10::IValue> given(stack->begin() + static_cast<std::ptrdiff_t>(first), stack->end());
  std::vector<std::pair<Tensor, Tensor>> fresh;  // empty outputs of the device that the kernel may make larger
  bool device_tensor = false, host_tensor = false;
  const auto converted = [&](const Tensor& t, bool written) {
    if (!t.defined()) return t;
    if (t.device().type() != kDevice) {
      host_tensor = host_tensor || (t.dim() > 0 && !may_take_host_tensors(name));
      return t;
    }
    device_tensor = true;
    if (!written || t.numel() > 0) return on_host(t);
    Tensor host = at::empty(t.sizes(), at::TensorOptions(t.scalar_type()));
    fresh.emplace_back(t, host);
    return host;
  };
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& argument = schema.arguments()[i];
    const bool written = argument.alias_info() && argument.alias_info()->isWrite();
    c10::IValue& value = (*stack)[first + i];
    if (value.isTensor()) {
      value = converted(value.toTensor(), written);
    } else if (value.isTensorList()) {
      c10::List<Tensor> list;
      for (const Tensor& t : value.toTensorVector()) list.push_back(converted(t, written));
      value = list;
    } else if (value.isOptionalTensorList()) {
      c10::List<std::optional<Tensor>> list;
      for (const std::optional<Tensor>& t : value.toOptionalTensorList()) list.push_back(t ? std::optional(converted(*t, false)) : std::nullopt);
      value = list;
    } else if (value.isDevice()) {
      if (value.toDevice().type() == kDevice) value = c10::Device(at::kCPU);
    } else if (value.isGenerator()) {
      const at::Generator generator = value.toGenerator();
      TORCH_CHECK(generator.device().type() == kDevice, "Expected a 'emulated' device type for generator but found '", generator.device(), "'");
      value = static_cast<DeviceGenerator*>(generator.unsafeGetGeneratorImpl())->twin;
    } else if (value.isNone() && argument.name() == "generator") {
      value = static_cast<DeviceGenerator*>(default_generator().unsafeGetGeneratorImpl())->twin;
    }
  }
  TORCH_CHECK(!device_tensor || !host_tensor, "Expected all tensors to be on the same device, but ", name, " got some of emulated:0 and some of the CPU");
  op.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), stack);
  for (auto& [t, host] : fresh) {
    if (host.numel() == 0) continue;
    grow(t, host.sizes());
    on_host(t).copy_(host);
  }
  const std::size_t from = stack->size() - schema.returns().size();
  for (std::size_t r = 0; r < schema.returns().size(); ++r) {
    c10::IValue& value = (*stack)[from + r];
    const auto* alias = schema.returns()[r].alias_info();
    if (alias) {
      TORCH_CHECK(alias->isWrite(), name, " makes a view, which is not emulated");
      for (std::size_t i = 0; i < given.size(); ++i) {
        const auto* other = schema.arguments()[i].alias_info();
        if (other && other->isWrite() && other->beforeSets() == alias->beforeSets()) value = given[i];
      }
    } else if (value.isTensor()) {
      if (value.toTensor().defined()) value = on_device(value.toTensor());
    } else if (value.isTensorList()) {
      c10::List<Tensor> list;
      for (const Tensor& t : value.toTensorVector()) list.push_back(t.defined() ? on_device(t) : t);
      value = list;
    }
  }
}

// What ATen's CUDA operator takes and gives: q (N, H, hd), k and v (N, KVH, hd) in half types, starts int32 on the device, lse (H, N) fp32.
void check_flash(const Tensor& q, const Tensor& k, const Tensor& v, const std::optional<Tensor>& starts, int64_t longest) {
  ++g_flash;
  TORCH_CHECK(q.scalar_type() == at::kBFloat16 || q.scalar_type() == at::kHalf, "FlashAttention only supports fp16 and bf16 data type");
  TORCH_CHECK(k.scalar_type() == q.scalar_type() && v.scalar_type() == q.scalar_type() && q.dim() == 3 && k.sizes() == v.sizes(), "flash: q, k and v do not fit");
  TORCH_CHECK(q.stride(-1) == 1 && k.stride(-1) == 1 && v.stride(-1) == 1, "flash: the last dimension must be contiguous");
  TORCH_CHECK(q.size(2) % 8 == 0 && q.size(2) <= 256 && q.size(1) % k.size(1) == 0, "flash: head sizes");
  TORCH_CHECK(starts && starts->device().type() == kDevice && starts->scalar_type() == at::kInt && starts->is_contiguous(), "flash: cu_seqlens");
  const Tensor s = on_host(*starts);
  const int32_t* at = s.const_data_ptr<int32_t>();
  TORCH_CHECK(at[0] == 0 && at[s.numel() - 1] == q.size(0), "flash: cu_seqlens must span all tokens");
  for (int64_t i = 0; i + 1 < s.numel(); ++i) TORCH_CHECK(at[i] < at[i + 1] && at[i + 1] - at[i] <= longest, "flash: cu_seqlens");
}

// The output, or with a pull the gradients of q, k and v, in fp32, sample by sample.
std::vector<Tensor> flash(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& starts, double scale, const Tensor& pull) {
  const Tensor places = on_host(starts);
  const int64_t group = q.size(1) / k.size(1);
  std::vector<std::vector<Tensor>> parts(pull.defined() ? 3 : 1);
  for (int64_t i = 0; i + 1 < places.numel(); ++i) {
    const int64_t from = places.const_data_ptr<int32_t>()[i], length = places.const_data_ptr<int32_t>()[i + 1] - from;
    const auto heads = [&](const Tensor& t) { return on_host(t).narrow(0, from, length).to(at::kFloat).transpose(0, 1); };  // (heads, T, hd)
    const auto tokens = [](const Tensor& t) { return t.transpose(0, 1).contiguous(); };
    const auto grouped = [&](const Tensor& t) { return t.view({k.size(1), group, length, -1}).sum(1); };
    const Tensor hq = heads(q), hk = heads(k).repeat_interleave(group, 0), hv = heads(v).repeat_interleave(group, 0);
    const Tensor future = at::ones({length, length}, at::kBool).triu(1);
    const Tensor share = (at::matmul(hq, hk.transpose(1, 2)) * scale).masked_fill(future, -INFINITY).softmax(-1);
    if (!pull.defined()) {
      parts[0].push_back(tokens(at::matmul(share, hv)));
      continue;
    }
    const Tensor d = heads(pull), to_share = at::matmul(d, hv.transpose(1, 2));
    const Tensor to_score = share * (to_share - (to_share * share).sum(-1, true)) * scale;
    parts[0].push_back(tokens(at::matmul(to_score, hk)));
    parts[1].push_back(tokens(grouped(at::matmul(to_score.transpose(1, 2), hq))));
    parts[2].push_back(tokens(grouped(at::matmul(share.transpose(1, 2), d))));
  }
  std::vector<Tensor> results;
  for (const auto& part : parts) results.push_back(on_device(at::cat(part).to(q.scalar_type()).contiguous()));
  return results;
}

std::tuple<Tensor, Tensor, Tensor, Tensor, Tensor> flash_forward(const Tensor& q, const Tensor& k, const Tensor& v, const std::optional<Tensor>& starts_q,
                                                                 const std::optional<Tensor>& starts_k, c10::SymInt longest_q, c10::SymInt, double dropout,
                                                                 bool causal, bool, std::optional<double> scale, std::optional<c10::SymInt>,
                                                                 std::optional<c10::SymInt>, const std::optional<Tensor>&, const std::optional<Tensor>&) {
  check_flash(q, k, v, starts_q, longest_q.expect_int());
  TORCH_CHECK(causal && dropout == 0 && starts_k, "flash: only what is emulated");
  const Tensor out = flash(q, k, v, *starts_q, *scale, {})[0];
  const Tensor lse = at::zeros({q.size(1), q.size(0)}, q.options().dtype(at::kFloat)), seed = at::zeros({2}, q.options().dtype(at::kUInt64)), none = at::zeros({}, seed.options());
  return {out, lse, seed, none, Tensor()};
}

std::tuple<Tensor, Tensor, Tensor> flash_backward(const Tensor& pull, const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& out, const Tensor& lse,
                                                  const Tensor& starts_q, const Tensor& starts_k, c10::SymInt longest_q, c10::SymInt, double, bool causal,
                                                  const Tensor& seed, const Tensor&, std::optional<double> scale, std::optional<c10::SymInt>,
                                                  std::optional<c10::SymInt>) {
  check_flash(q, k, v, starts_q, longest_q.expect_int());
  TORCH_CHECK(causal && starts_k.defined() && seed.defined() && out.sizes() == q.sizes() && pull.sizes() == q.sizes() && pull.scalar_type() == q.scalar_type() &&
                  lse.scalar_type() == at::kFloat,
              "flash: what the forward pass gave");
  const auto grads = flash(q, k, v, starts_q, *scale, pull);
  return {grads[0], grads[1], grads[2]};
}

Tensor as_strided(const Tensor& self, c10::SymIntArrayRef size, c10::SymIntArrayRef stride, std::optional<c10::SymInt> offset) {
  return at::native::as_strided_tensorimpl(self, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride),
                                           offset ? std::optional(offset->expect_int()) : std::nullopt);
}
Tensor view(const Tensor& self, c10::SymIntArrayRef size) { return at::native::view(self, C10_AS_INTARRAYREF_SLOW(size)); }
Tensor reshape_alias(const Tensor& self, c10::SymIntArrayRef size, c10::SymIntArrayRef stride) {
  return at::native::_reshape_alias(self, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride));
}
Tensor unfold(const Tensor& self, int64_t dimension, int64_t size, int64_t step) { return at::native::unfold(self, dimension, size, step); }
Tensor empty_of(c10::SymIntArrayRef size, std::optional<at::ScalarType> type, std::optional<at::Layout> layout, std::optional<at::Device> device,
                std::optional<bool> pinned, std::optional<at::MemoryFormat> format) {
  return empty(C10_AS_INTARRAYREF_SLOW(size), type, layout, device, pinned, format);
}
Tensor empty_strided_of(c10::SymIntArrayRef size, c10::SymIntArrayRef stride, std::optional<at::ScalarType> type, std::optional<at::Layout> layout,
                        std::optional<at::Device> device, std::optional<bool> pinned) {
  return empty_strided(C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride), type, layout, device, pinned);
}
const Tensor& resize_of(const Tensor& self, c10::SymIntArrayRef size, std::optional<at::MemoryFormat>) {
  return grow(self, C10_AS_INTARRAYREF_SLOW(size));
}

// Launchers get the device's addresses, and the kernels those of the same memory on the host.
template <class T>
T turned(T value) {
  if constexpr (std::is_pointer_v<T>) {
    if (!value) return value;  // the stream, and what a launch of nothing has
    return static_cast<T>(const_cast<std::remove_const_t<std::remove_pointer_t<T>>*>(
        static_cast<const std::remove_pointer_t<T>*>(static_cast<const void*>(Memory::get().on_host(value)))));
  } else {
    return value;
  }
}
const kernels::AdamWLeaf* turned(const kernels::AdamWLeaf* leaves, int64_t count) {
  static thread_local std::vector<kernels::AdamWLeaf> on_host;
  on_host.assign(leaves, leaves + count);
  for (auto& leaf : on_host) {
    leaf = {turned(leaf.value), turned(leaf.gradient), turned(leaf.first), turned(leaf.second), turned(leaf.step), leaf.count};
  }
  return on_host.data();
}

template <auto Launcher>
struct Turned;
template <class... Arguments, void (*Launcher)(Arguments...)>
struct Turned<Launcher> {
  static void call(Arguments... arguments) { Launcher(turned(arguments)...); }
};

using Run = HostRun;
kernels::DeviceKernels device_table() {
  using namespace kernels;
  DeviceKernels table{};
  table.rms_norm_forward = &Turned<&RmsNormOn<Run>::forward>::call;
  table.rms_norm_backward = &Turned<&RmsNormOn<Run>::backward>::call;
  table.rope = &Turned<&RopeOn<Run>::turn>::call;
  table.swiglu_forward = &Turned<&SwiGluOn<Run>::forward>::call;
  table.swiglu_backward = &Turned<&SwiGluOn<Run>::backward>::call;
  table.cross_entropy_rows = &Turned<&CrossEntropyOn<Run>::rows>::call;
  table.dequantize_nf4 = &Turned<&DequantizeOn<Run>::nf4>::call;
  table.dequantize_int8 = &Turned<&DequantizeOn<Run>::int8>::call;
  table.dequantize_blocks = &Turned<&DequantizeOn<Run>::blocks>::call;
  table.adamw = [](const AdamWLeaf* leaves, int64_t count, const AdamWStep& step, void* stream) { AdamWOn<Run>::step(turned(leaves, count), count, step, stream); };
  table.rotate_blocks = &Turned<&BlockRotationOn<Run>::rotate>::call;
  table.gather_product = &Turned<&SparseGatherOn<Run>::product>::call;
  return table;
}

void set_up() {
  static DeviceMemory memory;
  static Hooks hooks;
  static const kernels::DeviceKernels table = device_table();
  c10::register_privateuse1_backend("emulated");
  c10::SetAllocator(kDevice, &memory, 100);
  at::RegisterPrivateUse1HooksInterface(&hooks);
  kernels::set_emulated_device_kernels(&table);
}

}  // namespace

C10_REGISTER_GUARD_IMPL(PrivateUse1, Guard);

TORCH_LIBRARY_IMPL(_, PrivateUse1, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&run_on_host>()); }
TORCH_LIBRARY_IMPL(aten, PrivateUse1, m) {
  m.impl("empty.memory_format", &empty_of);
  m.impl("empty_strided", &empty_strided_of);
  m.impl("as_strided", &as_strided);
  m.impl("view", &view);
  m.impl("_reshape_alias", &reshape_alias);
  m.impl("unfold", &unfold);
  m.impl("resize_", &resize_of);
  m.impl("_copy_from", &copy_from);
  m.impl("_flash_attention_forward", &flash_forward);
  m.impl("_flash_attention_backward", &flash_backward);
}

at::Device emulated_device() {
  static const bool once = (set_up(), true);
  (void)once;
  return {kDevice, 0};
}
EmulatedDeviceUse emulated_device_use() { return {HostRun::launches, g_operators, g_flash}; }
int64_t emulated_device_bytes() { return static_cast<int64_t>(Memory::get().live()); }
void limit_emulated_device(int64_t bytes) { Memory::get().limit(static_cast<std::size_t>(bytes)); }

}  // namespace paretune::testing
