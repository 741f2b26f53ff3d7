//! The client itself.

use std::collections::HashMap;
use std::io::{self, Read};
use std::time::Duration;

use ureq::Agent;
use ureq::http::{Response, Uri};

use super::{Options, failed, only};
use crate::Result;
use crate::input::file::{self, Documents};
use crate::input::found::Origin;
use crate::input::{MAX_HELD_BYTES, packed, robots};

/// Longest time that one address may take, redirections and all.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Longest time until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Most redirections that are followed.
const MAX_REDIRECTS: usize = 5;

/// Fetches addresses, and remembers the robots.txt of each site.
pub struct Fetcher {
    agent: Option<Agent>,
    robots: HashMap<String, String>,
}

impl Default for Fetcher {
    fn default() -> Fetcher {
        Fetcher::new()
    }
}

impl Fetcher {
    /// A client that has not connected to anything.
    pub fn new() -> Fetcher {
        Fetcher { agent: None, robots: HashMap::new() }
    }

    /// The documents of an address.
    pub fn documents<'a>(&mut self, url: &str, options: &'a Options) -> Documents<'a> {
        if !options.fetch {
            return only(failed(url, "it is on the web, and nothing is fetched unless `--fetch` is given"));
        }
        match self.get(url) {
            Ok((bytes, origin)) => {
                file::from_source(packed::buffered(Box::new(io::Cursor::new(bytes))), origin, options)
            }
            Err(error) => only(error),
        }
    }

    /// Fetches an address, following redirections by hand so that robots.txt is asked at each step.
    fn get(&mut self, url: &str) -> Result<(Vec<u8>, Origin)> {
        let mut uri: Uri = url.parse().map_err(|_| failed(url, "it is no address"))?;
        for _ in 0..=MAX_REDIRECTS {
            self.ask_robots(&uri).map_err(|reason| failed(url, reason))?;
            let response = self.agent().get(&uri).call().map_err(|error| failed(url, error.to_string()))?;
            let status = response.status().as_u16();
            match status {
                200 => return body(response, &uri).map_err(|reason| failed(url, reason)),
                301 | 302 | 303 | 307 | 308 => {
                    let location = response.headers().get("location").and_then(|value| value.to_str().ok());
                    let next = location.and_then(|location| resolve(&uri, location));
                    uri = next.ok_or_else(|| failed(url, "it redirects to no address"))?;
                }
                _ => return Err(failed(url, format!("the server answered {}", response.status()))),
            }
        }
        Err(failed(url, format!("it redirects more than {MAX_REDIRECTS} times")))
    }

    fn agent(&mut self) -> &Agent {
        self.agent.get_or_insert_with(|| {
            let config = Agent::config_builder()
                .timeout_global(Some(TIMEOUT))
                .timeout_connect(Some(CONNECT_TIMEOUT))
                .max_redirects(0)
                .max_redirects_will_error(false)
                .http_status_as_error(false)
                .user_agent(concat!("sayso/", env!("CARGO_PKG_VERSION")));
            config.build().new_agent()
        })
    }

    /// Reads the site's robots.txt once, and asks it.
    fn ask_robots(&mut self, uri: &Uri) -> Result<(), String> {
        let (scheme, authority) =
            (uri.scheme_str().unwrap_or("http"), uri.authority().ok_or("it names no host")?);
        let site = format!("{scheme}://{authority}");
        if !self.robots.contains_key(&site) {
            let rules = self.robots_of(&site)?;
            self.robots.insert(site.clone(), rules);
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        match robots::allows(&self.robots[&site], path) {
            true => Ok(()),
            false => Err("the site's robots.txt forbids it".into()),
        }
    }

    /// None is as good as an empty one; a server in trouble forbids everything, as RFC 9309 has it.
    fn robots_of(&mut self, site: &str) -> Result<String, String> {
        let mut url = format!("{site}/robots.txt");
        for _ in 0..=MAX_REDIRECTS {
            let answer = self.agent().get(&url).call();
            let response =
                answer.map_err(|error| format!("the site's robots.txt cannot be read: {error}"))?;
            match response.status().as_u16() {
                200 => {
                    let mut text = Vec::new();
                    let body = response.into_body().into_reader().take(robots::MAX_BYTES);
                    { body }.read_to_end(&mut text).map_err(|error| error.to_string())?;
                    return Ok(String::from_utf8_lossy(&text).into_owned());
                }
                300..=399 => {
                    let location = response.headers().get("location").and_then(|value| value.to_str().ok());
                    let base: Option<Uri> = url.parse().ok();
                    let next = base.zip(location).and_then(|(base, location)| resolve(&base, location));
                    match next {
                        Some(next) => url = next.to_string(),
                        None => return Ok(String::new()),
                    }
                }
                400..=499 => return Ok(String::new()),
                status => {
                    return Err(format!(
                        "the site's robots.txt cannot be read: the server answered {status}"
                    ));
                }
            }
        }
        Ok(String::new())
    }
}

/// Reads an answer's body, within the limit.
fn body(response: Response<ureq::Body>, uri: &Uri) -> Result<(Vec<u8>, Origin), String> {
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let charset = content_type.and_then(|value| value.split("charset=").nth(1));
    let charset = charset.map(|value| value.trim_matches(['"', ' ', ';']).to_owned());
    let mut bytes = Vec::new();
    let limit = MAX_HELD_BYTES as u64;
    let mut reader = response.into_body().into_reader().take(limit + 1);
    reader.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > limit {
        return Err(format!("it is longer than {} MiB", limit >> 20));
    }
    let place = uri.to_string();
    let name = uri.path().rsplit('/').next().unwrap_or_default().to_owned();
    Ok((bytes, Origin { url: Some(place.clone()), place, name, path: None, charset }))
}

/// The address that a redirection leads to; only http and https.
fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let absolute = if location.starts_with("http://") || location.starts_with("https://") {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{}://{rest}", base.scheme_str()?)
    } else if location.starts_with('/') {
        format!("{}://{}{location}", base.scheme_str()?, base.authority()?)
    } else {
        let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{}://{}{folder}/{location}", base.scheme_str()?, base.authority()?)
    };
    absolute.parse().ok()
}
