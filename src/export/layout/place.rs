//! Places: columns from widths, heights by least squares under the order of each layer, and the ways of edges.

use super::layers::Layered;
use super::{ITEM_GAP, LAYER_GAP, Layout, Link, MARGIN, Point, Route};

/// Sweeps to and fro over the layers.
const N_SWEEPS: usize = 40;
/// Share of a node's height over which the ends of its edges are spread.
const PORT_SPREAD: f64 = 0.6;

/// Gives every item its place.
pub(super) fn place(layered: &Layered, links: &[Link]) -> Layout {
    let (columns, width) = columns(layered);
    let ys = heights(layered);
    let height = layered.sizes.iter().zip(&ys).map(|(size, y)| y + size.height / 2.0).fold(0.0, f64::max);
    let mut xs = vec![0.0; layered.sizes.len()];
    for (layer, x) in layered.layers.iter().zip(&columns) {
        layer.iter().for_each(|item| xs[*item] = *x);
    }
    let at = |item: usize| Point { x: xs[item] + MARGIN, y: ys[item] + MARGIN };
    let routes = layered
        .chains
        .iter()
        .zip(links)
        .map(|((items, label), link)| route(layered, items, *label, link, &at))
        .collect();
    Layout {
        width: width + 2.0 * MARGIN,
        height: height + 2.0 * MARGIN,
        nodes: (0..layered.n_nodes).map(at).collect(),
        routes,
    }
}

/// Centre of each layer, and the width of all.
fn columns(layered: &Layered) -> (Vec<f64>, f64) {
    let mut x = 0.0;
    let mut centres = Vec::with_capacity(layered.layers.len());
    for layer in &layered.layers {
        let width = layer.iter().map(|item| layered.sizes[*item].width).fold(0.0, f64::max);
        centres.push(x + width / 2.0);
        x += width + LAYER_GAP;
    }
    (centres, (x - LAYER_GAP).max(0.0))
}

/// Centre of each item from the top: as near its neighbours as the order of its layer allows.
fn heights(layered: &Layered) -> Vec<f64> {
    let mut ys = vec![0.0; layered.sizes.len()];
    for layer in &layered.layers {
        settle(layered, layer, &mut ys, |_| (0.0, 1.0));
    }
    let n_layers = layered.layers.len();
    for sweep in 0..N_SWEEPS {
        for step in 0..n_layers {
            let layer = if sweep % 2 == 0 { step } else { n_layers - 1 - step };
            let old = ys.clone();
            settle(layered, &layered.layers[layer], &mut ys, |item| wish(layered, item, &old));
        }
    }
    let top = layered.sizes.iter().zip(&ys).map(|(size, y)| y - size.height / 2.0).fold(f64::MAX, f64::min);
    ys.iter_mut().for_each(|y| *y -= top);
    ys
}

/// Where an item wants to be, the mean of its neighbours, and how much: bends most, to keep edges straight.
fn wish(layered: &Layered, item: usize, ys: &[f64]) -> (f64, f64) {
    let is_bend = |item: usize| item >= layered.n_nodes;
    let (mut sum, mut weight) = (0.0, 0.0);
    for neighbour in layered.before[item].iter().chain(&layered.after[item]) {
        let pull = match (is_bend(item), is_bend(*neighbour)) {
            (true, true) => 6.0,
            (true, false) | (false, true) => 2.0,
            (false, false) => 1.0,
        };
        sum += pull * ys[*neighbour];
        weight += pull;
    }
    if weight == 0.0 { (ys[item], 1.0) } else { (sum / weight, weight) }
}

/// Sets a layer to the places nearest its wishes that keep its order and gaps: isotonic regression by pooling
/// neighbours that would overlap.
fn settle(layered: &Layered, layer: &[usize], ys: &mut [f64], wish: impl Fn(usize) -> (f64, f64)) {
    // Without the room that the items above take, keeping the order means not to decrease.
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(layer.len());
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (at, item) in layer.iter().enumerate() {
        if at > 0 {
            let above = layered.sizes[layer[at - 1]].height;
            offset += (above + layered.sizes[*item].height) / 2.0 + ITEM_GAP;
        }
        offsets.push(offset);
        let (y, weight) = wish(*item);
        pools.push((y - offset, weight, 1));
        while let [.., upper, lower] = pools[..] {
            if upper.0 <= lower.0 {
                break;
            }
            let weight = upper.1 + lower.1;
            let mean = (upper.0 * upper.1 + lower.0 * lower.1) / weight;
            pools.truncate(pools.len() - 2);
            pools.push((mean, weight, upper.2 + lower.2));
        }
    }
    let settled = pools.iter().flat_map(|(y, _, n)| std::iter::repeat_n(*y, *n));
    for ((item, y), offset) in layer.iter().zip(settled).zip(offsets) {
        ys[*item] = y + offset;
    }
}

/// The way of a link from the node it leaves to the one it reaches, whichever stands left.
fn route(
    layered: &Layered,
    items: &[usize],
    label: usize,
    link: &Link,
    at: &dyn Fn(usize) -> Point,
) -> Route {
    let mut points: Vec<Point> = items.iter().map(|item| at(*item)).collect();
    let last = points.len() - 1;
    points[0] = port(layered, items[0], items[1], Side::Right, at);
    points[last] = port(layered, items[last], items[last - 1], Side::Left, at);
    if items[0] == link.from {
        Route { points, label }
    } else {
        points.reverse();
        Route { points, label: last - label }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// Where the edge to `neighbour` meets a node: its edges are spread over the side in the order of where they go.
fn port(layered: &Layered, node: usize, neighbour: usize, side: Side, at: &dyn Fn(usize) -> Point) -> Point {
    let neighbours = if side == Side::Left { &layered.before[node] } else { &layered.after[node] };
    let mut sorted = neighbours.clone();
    sorted.sort_by(|a, b| at(*a).y.total_cmp(&at(*b).y).then(a.cmp(b)));
    let place = sorted.iter().position(|n| *n == neighbour).unwrap_or(0);
    let share = (place as f64 + 0.5) / sorted.len() as f64 - 0.5;
    let centre = at(node);
    let size = layered.sizes[node];
    let half = if side == Side::Left { -size.width / 2.0 } else { size.width / 2.0 };
    let spread = if sorted.len() == 1 { 0.0 } else { share * PORT_SPREAD * size.height };
    Point { x: centre.x + half, y: centre.y + spread }
}
