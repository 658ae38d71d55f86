//! What an aggregate function makes of the numbers it has seen.

use super::eval::finite;
use super::value::{Code, Scalar};

/// The numbers an aggregate function has seen.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    count: u32,
    sum: f64,
    rest: f64,
    product: f64,
    least: f64,
    most: f64,
    failed: Option<Code>,
}

impl Numbers {
    /// Adds one; the sum carries what rounding lost (Neumaier), so that its order does not matter.
    pub fn add(&mut self, number: f64) {
        if self.count == 0 {
            self.product = 1.0;
            self.least = number;
            self.most = number;
        }
        self.count += 1;
        let sum = self.sum + number;
        self.rest += if self.sum.abs() >= number.abs() {
            (self.sum - sum) + number
        } else {
            (number - sum) + self.sum
        };
        self.sum = sum;
        self.product *= number;
        self.least = self.least.min(number);
        self.most = self.most.max(number);
    }

    /// Notes an error value; the first one is the result.
    pub fn fail(&mut self, code: Code) {
        self.failed = self.failed.or(Some(code));
    }

    /// The result of the function `name`.
    pub fn result(&self, name: &str) -> Scalar {
        if let Some(code) = self.failed {
            return Scalar::Error(code);
        }
        let sum = self.sum + self.rest;
        match name {
            "COUNT" => Scalar::Number(f64::from(self.count)),
            "AVERAGE" if self.count == 0 => Scalar::Error(Code::Div0),
            "AVERAGE" => finite(sum / f64::from(self.count)),
            "MIN" => finite(self.least),
            "MAX" => finite(self.most),
            "PRODUCT" => finite(if self.count == 0 { 0.0 } else { self.product }),
            _ => finite(sum),
        }
    }
}
