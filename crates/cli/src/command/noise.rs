//! `noise`: counts with noise, paid for from a budget before it is drawn.

use caldicott::model::Day;
use caldicott::statistics::Refusal;
use caldicott::statistics::privacy::{
    Cost, DiscreteGaussian, DiscreteLaplace, Mechanism, Noise, OsRandomness, PrivacyError, Ratio,
    noisy_counts,
};
use clap::Args;
use serde_json::json;

use super::budget::{Amount, Named, as_json};
use super::publish;
use crate::input;
use crate::output::{self, Format};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Noisy {
    /// The specification of the table, TOML
    #[arg(long, value_name = "FILE")]
    spec: String,
    /// The records, CSV with a header or Parquet, or `-` for standard input; each row is one person
    #[arg(long, value_name = "FILE", default_value = "-")]
    records: String,
    /// The day of the publication: the law of that day is applied
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// The id under which the budget keeps this answer
    #[arg(long, value_name = "ID")]
    answer: String,
    #[command(flatten)]
    amount: Amount,
    #[command(flatten)]
    named: Named,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(arguments: &Noisy) -> Result<(), Stop> {
    let cost = arguments.amount.cost()?;
    let mechanism = mechanism(cost)
        .map_err(|error| Stop::bad_file("the command line", format!("no such noise: {error}")))?;
    let unchanged = unchanged(cost);
    if unchanged > 0.5 {
        let percent = (unchanged * 100.0).floor();
        let note = format!("so little noise leaves {percent}% of the counts as they are");
        input::note("the command line", &note);
    }
    let spec = publish::spec(&arguments.spec)?;
    if spec.sum().is_some() {
        return Err(Stop::bad_file(&arguments.spec, "noise is for counts, and this adds up sums"));
    }
    if let Some(ground) = spec.ground() {
        let check = ground.check(spec.variables(), arguments.as_at);
        if !check.obstacles.is_empty() {
            return Err(publish::refused(&Refusal::NoGround(check)));
        }
    }
    // Everything that can be wrong with the input is known before anything is spent.
    let table = publish::table(&spec, &arguments.records)?;
    let (grant, budget) = arguments.named.spend(&arguments.answer, cost, arguments.as_at)?;
    let noisy = noisy_counts(&table, &mechanism, grant, &mut Noise::new(OsRandomness));
    let noisy = noisy.map_err(|error| {
        Stop::Io(format!("nothing was drawn, and the answer stays paid for: {error}"))
    })?;
    output::print(&match arguments.format {
        Format::Table => noisy.to_csv(),
        Format::Json => {
            let value = json!({
                "title": spec.title(),
                "table": noisy,
                "share_unchanged": unchanged,
                "budget": as_json(arguments.named.name(), &budget),
            });
            format!("{value:#}\n")
        }
    })
}

/// The noise that costs this much where a person is in one cell.
fn mechanism(cost: Cost) -> Result<Mechanism, PrivacyError> {
    Ok(match cost {
        // rho is one by twice the variance.
        Cost::Concentrated(rho) => {
            let variance = rho.times(Ratio::new(2, 1)?)?.inverse()?;
            Mechanism::Gaussian(DiscreteGaussian::new(variance)?)
        }
        Cost::Pure(epsilon) => Mechanism::Laplace(DiscreteLaplace::new(epsilon.inverse()?)?),
    })
}

/// The share of counts whose noise is nought: what is hidden of them is nothing.
fn unchanged(cost: Cost) -> f64 {
    match cost {
        Cost::Concentrated(rho) => {
            let weight = |k: i32| (-f64::from(k).powi(2) * rho.to_f64()).exp();
            // Beyond forty deviations there is nothing; where they are that wide, the sum is an integral.
            let most = 40.0 / (2.0 * rho.to_f64()).sqrt();
            if most > 1e6 {
                return (rho.to_f64() / std::f64::consts::PI).sqrt();
            }
            let weights = (1_i32..).take_while(|k| f64::from(*k) <= most).map(weight);
            1.0 / (1.0 + 2.0 * weights.sum::<f64>())
        }
        Cost::Pure(epsilon) => (epsilon.to_f64() / 2.0).tanh(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_counts_left_as_they_are_is_what_is_drawn() {
        const DRAWN: u32 = 20_000;
        for (cost, text) in
            [(true, "1"), (true, "1/5"), (true, "3"), (false, "1/2"), (false, "2"), (false, "1/50")]
        {
            let amount: Ratio = text.parse().unwrap();
            let cost = if cost { Cost::Pure(amount) } else { Cost::Concentrated(amount) };
            let (shape, mut noise) = (mechanism(cost).unwrap(), Noise::new(OsRandomness));
            let mut draw = || match shape {
                Mechanism::Gaussian(shape) => shape.draw(&mut noise).unwrap(),
                Mechanism::Laplace(shape) => shape.draw(&mut noise).unwrap(),
            };
            let noughts = f64::from((0..DRAWN).map(|_| u32::from(draw() == 0)).sum::<u32>());
            let share = unchanged(cost);
            // Eight deviations: a wrong answer in one of 10^15 runs.
            let wide = 8.0 * (share * (1.0 - share) / f64::from(DRAWN)).sqrt();
            assert!((noughts / f64::from(DRAWN) - share).abs() < wide, "{text}: {noughts} {share}");
        }
        // The sum and the integral meet.
        let faint = |under| unchanged(Cost::Concentrated(Ratio::new(1, under).unwrap()));
        assert!((faint(1_250_000_100) / faint(1_249_999_900) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_paid_is_exactly_what_the_noise_costs() {
        for text in ["1", "1/3", "0.25", "7/5", "1/1000"] {
            let amount: Ratio = text.parse().unwrap();
            for cost in [Cost::Pure(amount), Cost::Concentrated(amount)] {
                assert_eq!(mechanism(cost).unwrap().cost().unwrap(), cost, "{text}");
            }
        }
        assert!(mechanism(Cost::Pure(Ratio::ZERO)).is_err());
    }
}
