//! Places for the nodes and edges of a diagram, in layers, without another program.
//!
//! The method of Sugiyama, Tagawa and Toda (1981): turn edges that close a cycle, give every node a layer, order
//! each layer to avoid crossings, then choose heights. An edge's label is an item of a layer of its own between
//! two layers of nodes, so that no label can lie on a node. Edges of one meaning from one node may share a fork, a small
//! node that holds their label. Parts that no edge joins are laid out apart and stacked. The layers follow each other
//! to the right or downwards, whichever gives the better page. Takes sizes and gives numbers, the same for the same input; it knows nothing of text and colours.

pub mod curve;
mod layers;
mod order;
mod place;

use layers::Layered;

/// Least and most room between the layers' widest items, and room between items of a layer.
const LAYER_GAPS: (f64, f64) = (22.0, 64.0);
const ITEM_GAP: f64 = 14.0;
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

impl Size {
    fn turned(self) -> Size {
        Size { width: self.height, height: self.width }
    }
}

impl Point {
    fn turned(self) -> Point {
        Point { x: self.y, y: self.x }
    }
}

/// Which way the layers follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    #[default]
    Right,
    /// Top to bottom.
    Down,
}

/// An edge to lay out, between two different nodes.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Place of the node it leaves.
    pub from: usize,
    /// Place of the node it reaches.
    pub to: usize,
    /// Room for its label; none for what leads to a fork or from it.
    pub label: Option<Size>,
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
    /// Which way they run.
    pub direction: Direction,
}

/// Way of a link.
#[derive(Clone, Debug, Default)]
pub struct Route {
    /// From the side of the node it leaves to the side of the one it reaches.
    pub points: Vec<Point>,
    /// Centre of its label, if it has one; the way leads through it.
    pub label: Option<Point>,
}

/// Width over height that a page likes best, and how much worse downwards is for who reads from left to right.
const BEST_ASPECT: f64 = 1.35;
const DOWNWARDS: f64 = 0.1;

/// Lays out nodes of these sizes, from `first_fork` on forks, and the links between them.
pub fn layout(sizes: &[Size], first_fork: usize, links: &[Link]) -> Layout {
    let right = layers(sizes, first_fork, links);
    let turned: Vec<Size> = sizes.iter().map(|size| size.turned()).collect();
    let turned_links: Vec<Link> =
        links.iter().map(|link| Link { label: link.label.map(Size::turned), ..*link }).collect();
    let down = layers(&turned, first_fork, &turned_links).turned();
    if cost(&down) + DOWNWARDS < cost(&right) { down } else { right }
}

/// How far a picture is from a good page: its proportions count, and its area a little.
fn cost(layout: &Layout) -> f64 {
    let (width, height) = (layout.width.max(1.0), layout.height.max(1.0));
    (width / height / BEST_ASPECT).ln().abs() + 0.35 * (width * height).ln()
}

impl Layout {
    /// Mirrored at the diagonal: what led right leads down.
    fn turned(self) -> Layout {
        let route = |route: Route| Route {
            points: route.points.into_iter().map(Point::turned).collect(),
            label: route.label.map(Point::turned),
        };
        Layout {
            width: self.height,
            height: self.width,
            nodes: self.nodes.into_iter().map(Point::turned).collect(),
            routes: self.routes.into_iter().map(route).collect(),
            direction: Direction::Down,
        }
    }
}

/// Lays out from left to right.
fn layers(sizes: &[Size], first_fork: usize, links: &[Link]) -> Layout {
    let parts = parts(sizes.len(), links);
    let mut whole = Layout {
        nodes: vec![Point { x: 0.0, y: 0.0 }; sizes.len()],
        routes: vec![Route::default(); links.len()],
        ..Layout::default()
    };
    let laid: Vec<(Part, Layout)> = parts
        .into_iter()
        .map(|part| {
            let one = lay_out_part(&part, sizes, first_fork, links);
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

fn lay_out_part(part: &Part, sizes: &[Size], first_fork: usize, links: &[Link]) -> Layout {
    let place_of = |node: usize| part.nodes.iter().position(|n| *n == node).unwrap_or(0);
    let own_sizes: Vec<Size> = part.nodes.iter().map(|n| sizes[*n]).collect();
    let own_links: Vec<Link> = part
        .links
        .iter()
        .map(|n| Link { from: place_of(links[*n].from), to: place_of(links[*n].to), label: links[*n].label })
        .collect();
    let own_forks = part.nodes.partition_point(|node| *node < first_fork);
    let mut layered = Layered::new(&own_sizes, own_forks, &own_links);
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
            whole.routes[*link] = Route {
                points: route.points.into_iter().map(moved).collect(),
                label: route.label.map(moved),
            };
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
            (from != to).then_some(Link { from, to, label: Some(label) })
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
            let layout = layout(&sizes, sizes.len(), &links);
            let nodes = layout.nodes.iter().copied().zip(sizes.iter().copied());
            let labels = (layout.routes.iter().zip(&links))
                .filter_map(|(route, link)| Some((route.label?, link.label?)));
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
        let layout = layout(&sizes, sizes.len(), &links);
        let touches = |point: &Point, node: usize| {
            let (dx, dy) = ((point.x - layout.nodes[node].x).abs(), (point.y - layout.nodes[node].y).abs());
            let (w, h) = (sizes[node].width / 2.0, sizes[node].height / 2.0);
            ((dx - w).abs() < 1e-6 && dy <= h) || ((dy - h).abs() < 1e-6 && dx <= w)
        };
        for (route, link) in layout.routes.iter().zip(&links) {
            assert!(touches(&route.points[0], link.from));
            assert!(touches(&route.points[route.points.len() - 1], link.to));
        }
    }

    /// Whether a curve enters a box.
    fn enters(cubic: &curve::Cubic, (at, size): (Point, Size)) -> bool {
        (0..=60).any(|step| {
            let Point { x, y } = curve::on(cubic, f64::from(step) / 60.0);
            (x - at.x).abs() < size.width / 2.0 - 1e-6 && (y - at.y).abs() < size.height / 2.0 - 1e-6
        })
    }

    #[test]
    fn no_way_crosses_a_node_or_the_label_of_another() {
        for n_nodes in [12, 40, 60] {
            let (sizes, links) = sample(n_nodes, n_nodes * 3 / 2);
            let layout = layers(&sizes, sizes.len(), &links);
            for (number, route) in layout.routes.iter().enumerate() {
                let nodes = layout.nodes.iter().copied().zip(sizes.iter().copied());
                let labels = layout.routes.iter().zip(&links).enumerate().filter(|(n, _)| *n != number);
                let labels = labels.filter_map(|(_, (route, link))| Some((route.label?, link.label?)));
                for item in nodes.chain(labels) {
                    let crosses = curve::through(&route.points).iter().any(|cubic| enters(cubic, item));
                    assert!(!crosses, "{route:?} {item:?}");
                }
            }
        }
    }

    #[test]
    fn a_chain_does_not_become_a_ribbon() {
        let size = Size { width: 120.0, height: 30.0 };
        let link = |from| Link { from, to: from + 1, label: Some(Size { width: 60.0, height: 14.0 }) };
        let layout = layout(&[size; 9], 9, &(0..8).map(link).collect::<Vec<_>>());
        assert_eq!(layout.direction, Direction::Down);
    }

    #[test]
    fn a_fork_is_as_small_as_its_label() {
        let node = Size { width: 90.0, height: 30.0 };
        let fork = Size { width: 40.0, height: 14.0 };
        let link = |from, to| Link { from, to, label: None };
        let links = [link(0, 4), link(4, 1), link(4, 2), link(4, 3)];
        let layout = layout(&[node, node, node, node, fork], 4, &links);
        let x = |n: usize| layout.nodes[n].x;
        assert!(x(0) < x(4) && x(4) < x(1) && x(1) == x(2) && x(2) == x(3), "{layout:?}");
    }

    #[test]
    fn nothing_gives_nothing() {
        let layout = layout(&[], 0, &[]);
        assert_eq!((layout.width, layout.height), (0.0, 0.0));
    }
}
