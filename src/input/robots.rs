//! robots.txt, as RFC 9309 reads it: whether a page may be fetched.

/// The name that rules for this program go by.
pub const AGENT: &str = "sayso";
/// More of a file than this is not read.
pub const MAX_BYTES: u64 = 512 << 10;

/// Whether `robots` lets this program fetch `path` (with its query).
///
/// The group for `sayso` counts, else the one for all; in it the longest rule that fits, and of two as long the
/// one that allows.
pub fn allows(robots: &str, path: &str) -> bool {
    let rules = rules_for(robots, AGENT).or_else(|| rules_for(robots, "*")).unwrap_or_default();
    let fitting = rules.into_iter().filter(|(pattern, _)| !pattern.is_empty() && fits(pattern, path));
    fitting.max_by_key(|(pattern, allow)| (pattern.len(), *allow)).is_none_or(|(_, allow)| allow)
}

/// The rules of all groups for an agent; `None` where no group is for it.
fn rules_for<'a>(robots: &'a str, agent: &str) -> Option<Vec<(&'a str, bool)>> {
    let (mut rules, mut in_group, mut in_agents, mut found) = (Vec::new(), false, false, false);
    for line in robots.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                in_group = (in_agents && in_group) || value.eq_ignore_ascii_case(agent);
                in_agents = true;
                found |= in_group;
            }
            key @ ("allow" | "disallow") => {
                in_agents = false;
                if in_group {
                    rules.push((value, key == "allow"));
                }
            }
            _ => {}
        }
    }
    found.then_some(rules)
}

/// Whether a pattern with `*` and `$` fits the beginning of a path. Greedy from the left, so linear in both.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (number, part) in parts.iter().enumerate() {
        if to_end && number + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_of_the_right_group_counts() {
        let robots = "User-agent: other\nDisallow: /\n\nUser-agent: *\nUser-agent: x\nDisallow: /private # not this\nAllow: /private/open\nDisallow: /*.pdf$\n";
        let check = |path: &str, expected: bool| assert_eq!(allows(robots, path), expected, "{path}");
        check("/", true);
        check("/private/a", false);
        check("/private/open/a", true);
        check("/a/b.pdf", false);
        check("/a/b.pdf?x", true);
        assert!(!allows("User-agent: *\nAllow: /\nUser-agent: Sayso\nDisallow: /a", "/a/b"));
        assert!(allows("User-agent: *\nDisallow:", "/a"));
        assert!(allows("", "/a"));
        assert!(allows("<html>not found</html>", "/a"));
    }
}
