//! Curves through the points of a way, and ways made straighter where nothing stands in the way.

use super::{Point, Size};

/// A cubic curve: its start, its two handles and its end.
pub type Cubic = [Point; 4];

/// Room kept between a straightened way and what it passes.
const CLEARANCE: f64 = 7.0;
/// Distance between the points of a curve that are looked at, about.
const STEP: f64 = 6.0;

/// Cubic curves through the points of a way that runs to the left or right, level at both ends. They never leave
/// the band between two points (Fritsch and Carlson, 1980).
pub fn through(points: &[Point]) -> Vec<Cubic> {
    let slopes: Vec<f64> = (0..points.len()).map(|at| slope(points, at)).collect();
    let cubic = |(number, pair): (usize, &[Point])| {
        let (a, b) = (pair[0], pair[1]);
        // Steep rises are rounder with longer handles.
        let handle = (b.x - a.x) * if (b.y - a.y).abs() > (b.x - a.x).abs() { 0.5 } else { 0.4 };
        let c1 = Point { x: a.x + handle, y: a.y + handle * slopes[number] };
        let c2 = Point { x: b.x - handle, y: b.y - handle * slopes[number + 1] };
        [a, c1, c2, b]
    };
    points.windows(2).enumerate().map(cubic).collect()
}

/// The harmonic mean of the slopes on both sides, level at ends and turning points.
fn slope(points: &[Point], at: usize) -> f64 {
    let secant = |a: Point, b: Point| if a.x == b.x { 0.0 } else { (b.y - a.y) / (b.x - a.x) };
    match (at.checked_sub(1).and_then(|n| points.get(n)), points.get(at + 1)) {
        (Some(before), Some(after)) => {
            let (s, t) = (secant(*before, points[at]), secant(points[at], *after));
            if s * t > 0.0 { 2.0 * s * t / (s + t) } else { 0.0 }
        }
        _ => 0.0,
    }
}

/// A point of a curve; `share` runs from 0 to 1.
pub(super) fn on(cubic: &Cubic, share: f64) -> Point {
    let rest = 1.0 - share;
    let weights = [rest.powi(3), 3.0 * rest * rest * share, 3.0 * rest * share * share, share.powi(3)];
    let sum = |part: fn(&Point) -> f64| cubic.iter().zip(weights).map(|(p, w)| part(p) * w).sum();
    Point { x: sum(|p| p.x), y: sum(|p| p.y) }
}

/// Drops points of a way wherever its curve then still keeps clear of all `obstacles`. `is_fixed` says which points
/// stay; the first and last do.
pub(super) fn straighten(points: &mut Vec<Point>, is_fixed: &mut Vec<bool>, obstacles: &[(Point, Size)]) {
    for _ in 0..3 {
        let n_before = points.len();
        // The whole bend first, then its corners one by one.
        for n_dropped in [4, 2, 1] {
            let mut at = 1;
            while at + n_dropped < points.len() {
                if is_fixed[at..at + n_dropped].contains(&true) {
                    at += 1;
                    continue;
                }
                let mut without = points.clone();
                without.drain(at..at + n_dropped);
                if is_clear(&without, at, obstacles) {
                    *points = without;
                    is_fixed.drain(at..at + n_dropped);
                } else {
                    at += 1;
                }
            }
        }
        if points.len() == n_before {
            return;
        }
    }
}

/// Whether the curves near a changed point keep clear.
fn is_clear(points: &[Point], at: usize, obstacles: &[(Point, Size)]) -> bool {
    let curves = through(points);
    let near = &curves[at.saturating_sub(2)..(at + 2).min(curves.len())];
    let samples = near.iter().flat_map(|cubic| {
        let [a, .., b] = cubic;
        let n_samples = (((b.x - a.x).abs() + (b.y - a.y).abs()) / STEP).ceil().max(6.0) as usize;
        (1..n_samples).map(move |step| on(cubic, step as f64 / n_samples as f64))
    });
    samples.into_iter().all(|point| !obstacles.iter().any(|obstacle| is_near(point, *obstacle)))
}

fn is_near(point: Point, (at, size): (Point, Size)) -> bool {
    (point.x - at.x).abs() < size.width / 2.0 + CLEARANCE
        && (point.y - at.y).abs() < size.height / 2.0 + CLEARANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()
    }

    #[test]
    fn a_curve_stays_between_its_points() {
        let points = way(&[(0.0, 0.0), (30.0, 0.0), (60.0, 50.0), (90.0, 50.0), (120.0, 20.0)]);
        for (cubic, pair) in through(&points).iter().zip(points.windows(2)) {
            for step in 0..=20 {
                let y = on(cubic, f64::from(step) / 20.0).y;
                assert!(pair[0].y.min(pair[1].y) - 1e-9 <= y && y <= pair[0].y.max(pair[1].y) + 1e-9);
            }
        }
    }

    #[test]
    fn a_bend_goes_where_nothing_stands_in_the_way() {
        let bent = way(&[(0.0, 0.0), (40.0, 40.0), (60.0, 40.0), (100.0, 0.0)]);
        let straightened = |obstacles: &[(Point, Size)]| {
            let mut points = bent.clone();
            straighten(&mut points, &mut vec![false; 4], obstacles);
            points.len()
        };
        assert_eq!(straightened(&[]), 2);
        let obstacle = (Point { x: 50.0, y: 0.0 }, Size { width: 20.0, height: 20.0 });
        assert!(straightened(&[obstacle]) > 2);
    }
}
