//! Element-wise functions on floats, the same on every processor.
//!
//! Only additions, multiplications, divisions and bit patterns, in a fixed order, and never a fused
//! multiply-add: so results are equal bit for bit, whatever vector registers the compiler uses.

/// Compiles a function a second time for AVX2, and chooses at run time. The arithmetic is the same.
macro_rules! wide {
    ($(#[$doc:meta])* pub fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        pub fn $name($($arg: $type),*) {
            #[inline(always)]
            fn plain($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($arg: $type),*) {
                    plain($($arg),*)
                }
                if $crate::model::math::is_wide() && is_x86_feature_detected!("avx2") {
                    // SAFETY: the feature was just seen.
                    return unsafe { wide($($arg),*) };
                }
            }
            plain($($arg),*)
        }
    };
}
pub(crate) use wide;

/// Whether wide registers may be used: always, but for tests that compare with the plain code.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn is_wide() -> bool {
    true
}

#[cfg(test)]
pub(crate) use testing::is_wide;

#[cfg(test)]
pub(crate) mod testing {
    //! Switches the wide code off in a test's thread.

    use std::cell::Cell;

    thread_local!(static PLAIN: Cell<bool> = const { Cell::new(false) });

    pub(crate) fn is_wide() -> bool {
        !PLAIN.get()
    }

    /// Runs `body` on the plain code.
    pub(crate) fn plain<T>(body: impl FnOnce() -> T) -> T {
        PLAIN.set(true);
        let result = body();
        PLAIN.set(false);
        result
    }
}

/// Adding this rounds a float of small size to an integer, ties to even: its last bit is worth 1.
const ROUNDER: f32 = 12_582_912.0;

/// Nearest integer, ties to even, for values below 2²².
#[inline(always)]
pub fn round(x: f32) -> i32 {
    ((x + ROUNDER).to_bits() as i32).wrapping_sub(ROUNDER.to_bits() as i32)
}

/// Hyperbolic tangent as numerator and denominator, which is at least 1: an odd rational function of degree 5 over 4, fitted
/// for the least greatest error (6e-5, below a hundredth of what 7-bit weights lose), constant past ±5.25.
#[inline(always)]
pub fn tanh_ratio(x: f32) -> (f32, f32) {
    let x = if x < -5.25 { -5.25 } else { x };
    let x = if x > 5.25 { 5.25 } else { x };
    let square = x * x;
    let over = ((6.307_964e-4 * square + 0.100_872_96) * square + 0.999_754_2) * x;
    let under = (0.012_389_8 * square + 0.433_514_48) * square + 1.0;
    (over, under)
}

/// x where positive, a tenth of it elsewhere.
#[inline(always)]
pub fn leaky(x: f32) -> f32 {
    if x < 0.0 { 0.1 * x } else { x }
}

/// Sum of products of two equally long slices, over eight partial sums in a fixed order.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    for (a, b) in a.iter().zip(b) {
        for n in 0..8 {
            lanes[n] += a[n] * b[n];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    fold(lanes) + rest
}

/// Sum of a slice, in the order of [`dot`].
#[inline(always)]
pub fn sum(a: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (a, rest) = a.as_chunks::<8>();
    for a in a {
        for n in 0..8 {
            lanes[n] += a[n];
        }
    }
    fold(lanes) + rest.iter().sum::<f32>()
}

#[inline(always)]
fn fold(lanes: [f32; 8]) -> f32 {
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// Place of the largest value; the first of equals, 0 of none.
pub fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (place, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = place;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_is_near_the_true_one() {
        for step in -4000..4000 {
            let x = step as f32 * 0.01;
            let (over, under) = tanh_ratio(x);
            assert!(under >= 1.0);
            let error = (f64::from(over / under) - f64::from(x).tanh()).abs();
            assert!(error < 6e-5, "tanh({x}) = {}", over / under);
        }
        let (over, under) = tanh_ratio(-1e30);
        assert!((over / under + 1.0).abs() < 6e-5);
    }

    #[test]
    fn rounding_takes_the_nearest_and_even_ones() {
        let rounded: Vec<i32> = [0.4, 0.5, 1.5, -0.5, -1.5, -2.6, 126.9].map(round).to_vec();
        assert_eq!(rounded, [0, 0, 2, 0, -2, -3, 127]);
    }

    #[test]
    fn sums_cover_every_element() {
        let values: Vec<f32> = (1..=11).map(|n| n as f32).collect();
        assert_eq!(sum(&values), 66.0);
        assert_eq!(dot(&values, &values), 506.0);
        assert_eq!(argmax(&[1.0, 3.0, 3.0]), 1);
    }
}
