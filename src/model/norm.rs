//! Maxout (Goodfellow et al. 2013) and layer normalisation (Ba et al. 2016).

use super::container::{Container, ContainerError};
use super::math::{dot, sum};

/// The larger of the first and the second half, value by value.
pub fn maxout(values: &[f32]) -> Vec<f32> {
    let (first, second) = values.split_at(values.len() / 2);
    first.iter().zip(second).map(|(a, b)| if a < b { *b } else { *a }).collect()
}

/// Brings a vector to mean 0 and variance 1, then scales and shifts each value.
#[derive(Debug)]
pub struct LayerNorm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl LayerNorm {
    /// Takes the tensors `name.weight` and `name.bias`.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container, name: &str, width: usize) -> Result<LayerNorm, ContainerError> {
        let weight = container.f32(&format!("{name}.weight"), &[width])?;
        let bias = container.f32(&format!("{name}.bias"), &[width])?;
        Ok(LayerNorm { weight, bias })
    }

    /// Normalises in place.
    pub fn apply(&self, values: &mut [f32]) {
        let n = values.len().max(1) as f32;
        let mean = sum(values) / n;
        values.iter_mut().for_each(|v| *v -= mean);
        let by = 1.0 / (dot(values, values) / n + 1e-5).sqrt();
        for ((value, weight), bias) in values.iter_mut().zip(&self.weight).zip(&self.bias) {
            *value = *value * by * weight + bias;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maxout_takes_the_larger() {
        assert_eq!(maxout(&[1.0, -2.0, 0.5, -1.0]), [1.0, -1.0]);
    }

    #[test]
    fn norm_by_hand() {
        let norm = LayerNorm { weight: vec![1.0, 1.0, 2.0], bias: vec![0.0, 0.0, 1.0] };
        let mut values = [1.0, 2.0, 3.0];
        norm.apply(&mut values);
        let unit = 1.0 / (2.0f32 / 3.0 + 1e-5).sqrt();
        for (value, wanted) in values.iter().zip([-unit, 0.0, 2.0 * unit + 1.0]) {
            assert!((value - wanted).abs() < 1e-6, "{values:?}");
        }
    }
}
