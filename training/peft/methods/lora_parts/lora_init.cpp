// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_init.h"

#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/methods/lora_parts/loftq.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.init_lora_weights";
constexpr std::string_view kNiter = "pissa_niter_";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

int64_t niter_of(const std::string& choice) {
  const std::string digits = choice.substr(kNiter.size());
  if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos) {
    fail(ErrorKind::input, "\"" + choice + "\" does not end in a number of iterations", kWhere, "Write for example \"pissa_niter_16\".");
  }
  return std::stoll(digits);
}

// W = B A s + residual, with the strongest singular directions in B A.
LoraFactors pissa(const Tensor& weight, const LoraShape& shape, const LowrankSvd& svd) {
  const int64_t r = shape.rank;
  const Tensor root = (svd.s.slice(0, 0, r) / shape.scale).sqrt().diag();
  LoraFactors f;
  f.a = at::matmul(root, svd.vh.slice(0, 0, r));
  f.b = at::matmul(svd.u.slice(1, 0, r), root);
  f.residual = weight - at::matmul(f.b * shape.scale, f.a);
  return f;
}

LoraFactors olora(const Tensor& weight, const LoraShape& shape) {
  const auto [q, r] = at::linalg_qr(weight);
  LoraFactors f;
  f.a = r.slice(0, 0, shape.rank).contiguous();
  f.b = q.slice(1, 0, shape.rank).contiguous();
  f.residual = weight - at::matmul(f.b * shape.scale, f.a);
  return f;
}

// B: the weakest left singular directions of W (out, in); A = 0.
LoraFactors mica(const Tensor& weight, const LoraShape& shape) {
  const Tensor u = std::get<0>(at::linalg_svd(weight, false));
  LoraFactors f;
  f.a = at::zeros({shape.rank, weight.size(1)});
  f.b = u.slice(1, u.size(1) - shape.rank);
  return f;
}

// B A = 0 although neither is zero: the halves of one orthogonal matrix.
LoraFactors orthogonal(const Tensor& weight, const LoraShape& shape, at::Generator& generator) {
  const int64_t r = shape.rank;
  const Tensor q = std::get<0>(at::linalg_qr(init::normal({r, r}, 1.0, generator)));
  LoraFactors f;
  f.a = at::matmul(init::normal({weight.size(1), r / 2}, 1.0, generator), q.slice(0, 0, r, 2)).t() / 10.0;
  f.b = at::matmul(init::normal({r / 2, weight.size(0)}, 1.0, generator).t(), q.slice(0, 1, r, 2)) / 10.0;
  return f;
}

void check_rank_fits(const Tensor& weight, const LoraShape& shape, const std::string& choice) {
  const int64_t most = std::min(weight.size(0), weight.size(1));
  if (shape.rank > most) {
    fail(ErrorKind::input,
         choice + " needs r of at most " + std::to_string(most) + " for a weight of " + std::to_string(weight.size(0)) + " x " +
             std::to_string(weight.size(1)) + ", not " + std::to_string(shape.rank),
         "peft.r", "Use a smaller r, or init_lora_weights true.");
  }
}

}  // namespace

void check_lora_init(const Json& choice) {
  if (choice.is_boolean()) return;
  if (!choice.is_string()) fail(ErrorKind::input, "must be true, false or a name, not " + choice.dump(), kWhere);
  const std::string name = choice, low = lower(name);
  const std::vector<std::string> known = {"gaussian", "olora", "mica", "pissa", "orthogonal", "loftq", "eva", "corda", "lora_ga"};
  for (const auto& one : known) {
    const bool any_case = one == "gaussian" || one == "olora" || one == "mica";
    if (one == (any_case ? low : name)) return;
  }
  if (name.starts_with(kNiter)) return void(niter_of(name));
  const std::string near = nearest_name(name, {"gaussian", "pissa", "olora", "orthogonal", "mica", "pissa_niter_16", "loftq", "eva", "corda", "lora_ga"});
  fail(ErrorKind::input, "\"" + name + "\" is not known" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), kWhere,
       "Choose one of: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq, eva, corda, lora_ga.");
}

bool is_olora(const Json& choice) { return choice.is_string() && lower(choice) == "olora"; }

LoraFactors init_lora_linear(const Json& choice, const LoraShape& shape, const Tensor& weight, at::Generator& generator) {
  at::NoGradGuard no_grad;
  const int64_t out = weight.size(0), in = weight.size(1), r = shape.rank;
  const std::string name = choice.is_string() ? choice.get<std::string>() : "", low = lower(name);
  LoraFactors f;
  if (name == "pissa" || name.starts_with(kNiter)) {  // of fewer than r directions where the weight has no more
    if (name == "pissa") {
      const auto [u, s, vh] = at::linalg_svd(weight, false);
      f = pissa(weight, shape, {u, s, vh});
    } else {
      f = pissa(weight, shape, lowrank_svd(weight, r, niter_of(name), drawn_generator(generator, weight.device())));
    }
  } else if (low == "olora") {
    f = olora(weight, shape);
  } else if (low == "mica") {
    check_rank_fits(weight, shape, name);
    f = mica(weight, shape);
  } else if (name == "orthogonal") {
    if (r % 2 != 0) fail(ErrorKind::input, "orthogonal needs an even r, not " + std::to_string(r), "peft.r");
    f = orthogonal(weight, shape, generator);
  } else if (low == "gaussian") {
    f.a = init::normal({r, in}, 1.0 / static_cast<double>(r), generator);
    f.b = at::zeros({out, r});
  } else {  // true; false leaves both factors as torch.nn.Linear makes them
    f.a = init::kaiming_uniform({r, in}, generator);
    f.b = choice == Json(true) ? at::zeros({out, r}) : init::kaiming_uniform({out, r}, generator);
    if (shape.bias) f.b_bias = choice == Json(true) ? at::zeros({out}) : init::uniform({out}, init::linear_bias_bound(r), generator);
  }
  f.trains_b = name != "mica";
  f.a = init::leaf(f.a, weight.device());
  f.b = init::leaf(f.b, weight.device()).requires_grad_(f.trains_b);
  if (f.b_bias.defined()) f.b_bias = init::leaf(f.b_bias, weight.device());
  f.scale = shape.scale;
  return f;
}

LoraFactors init_lora_loftq(const Json& options, const LoraShape& shape, const Tensor& weight) {
  at::NoGradGuard no_grad;
  check_rank_fits(weight, shape, "loftq");
  LoraFactors f = loftq(weight, shape.rank, options);
  f.a = init::leaf(f.a, weight.device());
  f.b = init::leaf(f.b, weight.device());
  f.scale = shape.scale;
  return f;
}

at::Generator drawn_generator(at::Generator& from, at::Device device) {
  return seeded_generator(static_cast<uint64_t>(at::randint(int64_t{1} << 60, {1}, from, at::TensorOptions(at::kLong)).item<int64_t>()), device);
}

LoraFactors init_lora_embedding(const Json& choice, const LoraShape& shape, const Tensor& weight, at::Generator& generator) {
  at::NoGradGuard no_grad;
  const std::string name = choice.is_string() ? choice.get<std::string>() : "", low = lower(name);
  LoraFactors f;
  if (name == "loftq") {
    fail(ErrorKind::unsupported, "loftq cannot be used on the embedding, in PEFT neither", kWhere, "Leave the embedding out of target_modules.");
  } else if (low == "mica") {
    check_rank_fits(weight, shape, name);
    f = mica(weight.t(), shape);
  } else {
    const bool random = choice == Json(false);
    f.a = random ? init::normal({shape.rank, weight.size(0)}, 1.0, generator) : at::zeros({shape.rank, weight.size(0)});
    f.b = init::normal({weight.size(1), shape.rank}, 1.0, generator);
  }
  f.trains_b = name != "mica";
  f.a = init::leaf(f.a, weight.device());
  f.b = init::leaf(f.b, weight.device()).requires_grad_(f.trains_b);
  f.scale = shape.scale;
  return f;
}

}  // namespace paretune
