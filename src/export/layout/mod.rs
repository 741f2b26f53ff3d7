//! Places for the nodes and edges of a diagram, left to right in layers, without another program.
//!
//! The method of Sugiyama, Tagawa and Toda (1981): turn edges that close a cycle, give every node a layer, order
//! each layer to avoid crossings, then choose heights. An edge's label is an item of a layer of its own between
//! two layers of nodes, so that no label can lie on a node. Parts that no edge joins are laid out apart and stacked.
//! Takes sizes and gives numbers, the same for the same input; it knows nothing of text and colours.

mod layers;
mod order;
mod place;

use layers::Layered;

/// Room between the layers' widest items, and between items of a layer.
const LAYER_GAP: f64 = 34.0;
const ITEM_GAP: f64 = 16.0;
/// Room around a part of the picture.
const MARGIN: f64 = 12.0;

/// A point; x grows to the right, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// Room that something needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Left to right.
    pub width: f64,
    /// Top to bottom.
    pub height: f64,
}

/// An edge to lay out, between two different nodes.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Place of the node it leaves.
    pub from: usize,
    /// Place of the node it reaches.
    pub to: usize,
    /// Room for its label.
    pub label: Size,
}

/// Where everything goes.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Of the whole picture.
    pub width: f64,
    /// Of the whole picture.
    pub height: f64,
    /// Centres of the nodes.
    pub nodes: Vec<Point>,
    /// Ways of the links, in the order given.
    pub routes: Vec<Route>,
}

/// Way of a link.
#[derive(Clone, Debug, Default)]
pub struct Route {
    /// From the side of the node it leaves to the side of the one it reaches.
    pub points: Vec<Point>,
    /// Centre of its label, which is one of the points.
    pub label: usize,
}

/// Lays out nodes of these sizes and the links between them.
pub fn layout(sizes: &[Size], links: &[Link]) -> Layout {
    let parts = parts(sizes.len(), links);
    let mut whole = Layout {
        nodes: vec![Point { x: 0.0, y: 0.0 }; sizes.len()],
        routes: vec![Route::default(); links.len()],
        ..Layout::default()
    };
    let laid: Vec<(Part, Layout)> = parts
        .into_iter()
        .map(|part| {
            let one = lay_out_part(&part, sizes, links);
            (part, one)
        })
        .collect();
    stack(laid, &mut whole);
    whole
}

/// Nodes and links that hang together, by their places in the input.
#[derive(Debug, Default)]
struct Part {
    nodes: Vec<usize>,
    links: Vec<usize>,
}

/// The connected parts, largest first, ties by their first node.
fn parts(n_nodes: usize, links: &[Link]) -> Vec<Part> {
    let mut leader: Vec<usize> = (0..n_nodes).collect();
    for link in links {
        let (a, b) = (root(&mut leader, link.from), root(&mut leader, link.to));
        leader[a.max(b)] = a.min(b);
    }
    let mut parts: Vec<Part> = (0..n_nodes).map(|_| Part::default()).collect();
    for node in 0..n_nodes {
        let leader = root(&mut leader, node);
        parts[leader].nodes.push(node);
    }
    for (number, link) in links.iter().enumerate() {
        let leader = root(&mut leader, link.from);
        parts[leader].links.push(number);
    }
    parts.retain(|part| !part.nodes.is_empty());
    parts.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    parts
}

fn root(leader: &mut [usize], mut node: usize) -> usize {
    while leader[node] != node {
        leader[node] = leader[leader[node]];
        node = leader[node];
    }
    node
}

fn lay_out_part(part: &Part, sizes: &[Size], links: &[Link]) -> Layout {
    let place_of = |node: usize| part.nodes.iter().position(|n| *n == node).unwrap_or(0);
    let own_sizes: Vec<Size> = part.nodes.iter().map(|n| sizes[*n]).collect();
    let own_links: Vec<Link> = part
        .links
        .iter()
        .map(|n| Link { from: place_of(links[*n].from), to: place_of(links[*n].to), label: links[*n].label })
        .collect();
    let mut layered = Layered::new(&own_sizes, &own_links);
    order::reduce_crossings(&mut layered);
    place::place(&layered, &own_links)
}

/// Puts the parts into rows no wider than the widest of them.
fn stack(laid: Vec<(Part, Layout)>, whole: &mut Layout) {
    let row_width = laid.iter().map(|(_, one)| one.width).fold(0.0, f64::max);
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    for (part, one) in laid {
        if x > 0.0 && x + one.width > row_width {
            (x, y, row_height) = (0.0, y + row_height, 0.0);
        }
        let moved = |point: Point| Point { x: point.x + x, y: point.y + y };
        for (node, at) in part.nodes.iter().zip(one.nodes) {
            whole.nodes[*node] = moved(at);
        }
        for (link, route) in part.links.iter().zip(one.routes) {
            whole.routes[*link] =
                Route { points: route.points.into_iter().map(moved).collect(), label: route.label };
        }
        x += one.width;
        row_height = row_height.max(one.height);
        whole.width = whole.width.max(x);
        whole.height = y + row_height;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes and links from a fixed sequence, some in cycles, some alone.
    fn sample(n_nodes: usize, n_links: usize) -> (Vec<Size>, Vec<Link>) {
        let mut state = 7_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % below
        };
        let sizes =
            (0..n_nodes).map(|_| Size { width: 40.0 + next(120) as f64, height: 20.0 + next(40) as f64 });
        let sizes = sizes.collect();
        let links = (0..n_links).filter_map(|_| {
            let (from, to) = (next(n_nodes), next(n_nodes));
            let label = Size { width: 20.0 + next(90) as f64, height: 12.0 + next(30) as f64 };
            (from != to).then_some(Link { from, to, label })
        });
        (sizes, links.collect())
    }

    fn overlap(a: (Point, Size), b: (Point, Size)) -> bool {
        (a.0.x - b.0.x).abs() < (a.1.width + b.1.width) / 2.0 - 1e-6
            && (a.0.y - b.0.y).abs() < (a.1.height + b.1.height) / 2.0 - 1e-6
    }

    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_picture() {
        for (n_nodes, n_links) in [(1, 0), (2, 4), (12, 8), (40, 70), (60, 105)] {
            let (sizes, links) = sample(n_nodes, n_links);
            let layout = layout(&sizes, &links);
            let nodes = layout.nodes.iter().copied().zip(sizes.iter().copied());
            let labels =
                layout.routes.iter().zip(&links).map(|(route, link)| (route.points[route.label], link.label));
            let items: Vec<(Point, Size)> = nodes.chain(labels).collect();
            for (n, a) in items.iter().enumerate() {
                let (x, y, w, h) = (a.0.x, a.0.y, a.1.width / 2.0, a.1.height / 2.0);
                assert!(
                    x - w >= 0.0 && x + w <= layout.width && y - h >= 0.0 && y + h <= layout.height,
                    "{a:?}"
                );
                assert!(items[..n].iter().all(|b| !overlap(*a, *b)), "{a:?}");
            }
        }
    }

    #[test]
    fn every_way_leads_from_node_to_node() {
        let (sizes, links) = sample(30, 50);
        let layout = layout(&sizes, &links);
        let touches = |point: &Point, node: usize| {
            let (centre, size) = (layout.nodes[node], sizes[node]);
            ((point.x - centre.x).abs() - size.width / 2.0).abs() < 1e-6
                && (point.y - centre.y).abs() <= size.height / 2.0
        };
        for (route, link) in layout.routes.iter().zip(&links) {
            assert!(
                touches(&route.points[0], link.from)
                    && touches(&route.points[route.points.len() - 1], link.to)
            );
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        let layout = layout(&[], &[]);
        assert_eq!((layout.width, layout.height), (0.0, 0.0));
    }
}
