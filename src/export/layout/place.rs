//! Places: columns from widths, heights by least squares under the order of each layer, and the ways of edges.

use super::layers::Layered;
use super::{ITEM_GAP, LAYER_GAPS, Layout, Link, MARGIN, Point, Route, Size, curve};

/// Sweeps to and fro over the layers.
const N_SWEEPS: usize = 40;
/// Share of a node's height over which the ends of its edges are spread.
const PORT_SPREAD: f64 = 0.6;

/// Share of a gap's steepest edge by which the gap is widened.
const SLOPE: f64 = 0.16;

/// From left to right of a layer.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f64,
    right: f64,
}

/// Gives every item its place.
pub(super) fn place(layered: &Layered, links: &[Link]) -> Layout {
    let ys = heights(layered);
    let columns = columns(layered, &ys);
    let width = columns.last().map_or(0.0, |column| column.right);
    let height = layered.sizes.iter().zip(&ys).map(|(size, y)| y + size.height / 2.0).fold(0.0, f64::max);
    let mut column_of = vec![Column { left: 0.0, right: 0.0 }; layered.sizes.len()];
    for (layer, column) in layered.layers.iter().zip(&columns) {
        let column = Column { left: column.left + MARGIN, right: column.right + MARGIN };
        layer.iter().for_each(|item| column_of[*item] = column);
    }
    let at = |item: usize| {
        let column = column_of[item];
        Point { x: (column.left + column.right) / 2.0, y: ys[item] + MARGIN }
    };
    let routes = layered
        .chains
        .iter()
        .zip(links)
        .map(|((items, label), link)| {
            let mut way = Way::new(layered, items, *label, &at, &column_of);
            way.straighten(layered, items, &at);
            way.route(items[0] == link.from)
        })
        .collect();
    Layout {
        width: width + 2.0 * MARGIN,
        height: height + 2.0 * MARGIN,
        nodes: (0..layered.n_nodes).map(at).collect(),
        routes,
        ..Layout::default()
    }
}

/// Where each layer stands; the gap before it is the wider the steeper the edges that cross it.
fn columns(layered: &Layered, ys: &[f64]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(layered.layers.len());
    for layer in &layered.layers {
        let width = layer.iter().map(|item| layered.sizes[*item].width).fold(0.0, f64::max);
        let ends = layer.iter().flat_map(|item| layered.before[*item].iter().map(move |n| (*n, *item)));
        let steepest = ends.map(|(a, b)| (ys[a] - ys[b]).abs()).fold(0.0, f64::max);
        let gap = (SLOPE * steepest).clamp(LAYER_GAPS.0, LAYER_GAPS.1);
        let left = columns.last().map_or(0.0, |before| before.right + gap);
        columns.push(Column { left, right: left + width });
    }
    columns
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
            (true, true) => 16.0,
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

/// The way of a link from left to right.
struct Way {
    points: Vec<Point>,
    /// Points that may not be dropped: the ends, and those at a label.
    is_fixed: Vec<bool>,
    label: Option<Point>,
}

impl Way {
    /// Level through the columns and rising in the gaps alone, so that it meets nothing that stands in a column.
    fn new(
        layered: &Layered,
        items: &[usize],
        label: Option<usize>,
        at: &dyn Fn(usize) -> Point,
        columns: &[Column],
    ) -> Way {
        let last = items.len() - 1;
        let start = port(layered, items[0], items[1], Side::Right, at);
        let end = port(layered, items[last], items[last - 1], Side::Left, at);
        let mut way = Way { points: Vec::new(), is_fixed: Vec::new(), label: None };
        way.lead(start.x, start.y, true);
        way.lead(columns[items[0]].right, start.y, false);
        for (place, item) in items.iter().enumerate().take(last).skip(1) {
            let (column, centre) = (columns[*item], at(*item));
            way.lead(column.left, centre.y, false);
            if label == Some(place) {
                way.label = Some(centre);
                let half = layered.sizes[*item].width / 2.0;
                way.lead(centre.x - half, centre.y, true);
                way.lead(centre.x + half, centre.y, true);
            }
            way.lead(column.right, centre.y, false);
        }
        way.lead(columns[items[last]].left, end.y, false);
        way.lead(end.x, end.y, true);
        way
    }

    /// Adds a point, unless the way is there already.
    fn lead(&mut self, x: f64, y: f64, is_fixed: bool) {
        match self.points.last() {
            Some(last) if (last.x - x).abs() < 0.5 && (last.y - y).abs() < 0.5 => {
                if let Some(fixed) = self.is_fixed.last_mut() {
                    *fixed |= is_fixed;
                }
            }
            _ => {
                self.points.push(Point { x, y });
                self.is_fixed.push(is_fixed);
            }
        }
    }

    fn straighten(&mut self, layered: &Layered, own: &[usize], at: &dyn Fn(usize) -> Point) {
        // The bends of others too, lest two ways run together.
        let others = (0..layered.sizes.len()).filter(|item| !own.contains(item));
        let obstacles: Vec<(Point, Size)> = others.map(|item| (at(item), layered.sizes[item])).collect();
        curve::straighten(&mut self.points, &mut self.is_fixed, &obstacles);
    }

    fn route(mut self, is_forward: bool) -> Route {
        if !is_forward {
            self.points.reverse();
        }
        Route { points: self.points, label: self.label }
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
