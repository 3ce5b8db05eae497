//! Networks as GraphML and as GEXF, Gephi's own format.

use super::{Error, TableFormat};
use crate::interchange::xml::Xml;
use crate::table::{Network, NetworkEdge, NetworkNode};

/// Returns the bytes of a file with the network.
///
/// # Errors
/// Fails when the format is one of tables.
pub fn network_bytes(network: &Network, format: TableFormat) -> Result<Vec<u8>, Error> {
    let mut xml = Xml::new(Vec::new());
    match format {
        TableFormat::Graphml => graphml(network, &mut xml),
        TableFormat::Gexf => gexf(network, &mut xml),
        _ => return Err(Error::NoNetwork),
    }
    Ok(xml.finish()?)
}

/// Name, type and whether it is of nodes.
const KEYS: [(&str, &str, &str); 7] = [
    ("label", "string", "node"),
    ("code", "string", "node"),
    ("guid", "string", "node"),
    ("color", "string", "node"),
    ("total", "long", "node"),
    ("weight", "long", "edge"),
    ("coefficient", "double", "edge"),
];

fn graphml(network: &Network, xml: &mut Xml<Vec<u8>>) {
    xml.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
    xml.text_element("desc", &described(network));
    for (name, kind, of) in KEYS {
        xml.empty("key", &[("id", name), ("for", of), ("attr.name", name), ("attr.type", kind)]);
    }
    xml.open("graph", &[("id", "cooccurrence"), ("edgedefault", "undirected")]);
    for (at, node) in network.nodes.iter().enumerate() {
        xml.open("node", &[("id", &id(at))]);
        let (color, total) = (hex(node), node.total.to_string());
        let values = [&node.name, &node.path, &node.guid, &color, &total];
        for ((key, ..), value) in KEYS.iter().zip(values) {
            xml.text_with("data", &[("key", key)], value);
        }
        xml.close("node");
    }
    for NetworkEdge { nodes: (from, to), weight, coefficient } in &network.edges {
        xml.open("edge", &[("source", &id(*from)), ("target", &id(*to))]);
        xml.text_with("data", &[("key", "weight")], &weight.to_string());
        if let Some(coefficient) = coefficient {
            xml.text_with("data", &[("key", "coefficient")], &coefficient.to_string());
        }
        xml.close("edge");
    }
    xml.close("graph");
    xml.close("graphml");
}

fn gexf(network: &Network, xml: &mut Xml<Vec<u8>>) {
    let spaces = [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")];
    xml.open("gexf", &spaces);
    xml.open("meta", &[]);
    xml.text_element("creator", "Pullquote");
    xml.text_element("description", &described(network));
    xml.close("meta");
    xml.open("graph", &[("defaultedgetype", "undirected")]);
    for class in ["node", "edge"] {
        xml.open("attributes", &[("class", class)]);
        // Labels and weights have places of their own.
        for (name, kind, _) in KEYS.iter().filter(|(name, _, of)| *of == class && !["label", "weight"].contains(name)) {
            xml.empty("attribute", &[("id", name), ("title", name), ("type", kind)]);
        }
        xml.close("attributes");
    }
    xml.open("nodes", &[]);
    for (at, node) in network.nodes.iter().enumerate() {
        xml.open("node", &[("id", &id(at)), ("label", &node.name)]);
        xml.open("attvalues", &[]);
        let values =
            [("code", &node.path), ("guid", &node.guid), ("color", &hex(node)), ("total", &node.total.to_string())];
        for (name, value) in values {
            xml.empty("attvalue", &[("for", name), ("value", value)]);
        }
        xml.close("attvalues");
        let [red, green, blue] = node.color.map(|part| part.to_string());
        xml.empty("viz:color", &[("r", &red), ("g", &green), ("b", &blue)]);
        xml.close("node");
    }
    xml.close("nodes");
    xml.open("edges", &[]);
    for (at, NetworkEdge { nodes: (from, to), weight, coefficient }) in network.edges.iter().enumerate() {
        let (number, weight) = (format!("e{at}"), weight.to_string());
        let places = [("id", number.as_str()), ("source", &id(*from)), ("target", &id(*to)), ("weight", &weight)];
        xml.open("edge", &places);
        if let Some(coefficient) = coefficient {
            xml.open("attvalues", &[]);
            xml.empty("attvalue", &[("for", "coefficient"), ("value", &coefficient.to_string())]);
            xml.close("attvalues");
        }
        xml.close("edge");
    }
    xml.close("edges");
    xml.close("graph");
    xml.close("gexf");
}

fn id(node: usize) -> String {
    format!("n{node}")
}

fn hex(node: &NetworkNode) -> String {
    let [red, green, blue] = node.color;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn described(network: &Network) -> String {
    std::iter::once(&network.title).chain(&network.notes).cloned().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::events::Event;

    #[test]
    fn names_are_escaped_and_only_pairs_that_co_occur_are_edges() {
        let node = |name: &str| NetworkNode {
            name: name.into(),
            path: format!("Work > {name}"),
            guid: "g<1>".into(),
            color: [0, 114, 178],
            total: 3,
        };
        let edge = NetworkEdge { nodes: (0, 1), weight: 2, coefficient: Some(0.5) };
        let network = Network {
            title: "Co-occurrence".into(),
            notes: vec!["Filter: age < 30 & \"x\"".into()],
            nodes: vec![node("Pay & \"rent\" <30>\u{1}"), node("房租")],
            edges: vec![edge, NetworkEdge { coefficient: None, ..edge }],
        };
        for format in [TableFormat::Graphml, TableFormat::Gexf] {
            let bytes = network_bytes(&network, format).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            let (mut nodes, mut edges) = (0, 0);
            loop {
                match reader.read_event().unwrap() {
                    Event::Eof => break,
                    Event::Start(tag) if tag.name().as_ref() == "node" => nodes += 1,
                    Event::Start(tag) if tag.name().as_ref() == "edge" => edges += 1,
                    _ => {}
                }
            }
            assert_eq!((nodes, edges), (2, 2), "{text}");
            for wanted in ["Pay &amp; ", "&lt;30&gt;", "房租", "0.5", "#0072b2", "age &lt; 30"] {
                assert!(text.contains(wanted), "{wanted}: {text}");
            }
        }
        assert!(matches!(network_bytes(&network, TableFormat::Csv), Err(Error::NoNetwork)));
    }
}
